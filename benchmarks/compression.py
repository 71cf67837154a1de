"""Bits against PSNR of the formats that ``:compress`` writes, and of the example codec: the curves in docs.

Run as ``python -m benchmarks.compression photographs/ docs/compression.svg``, with the photographs that
``python -m training.photographs`` fetched.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tintype.codec import Tables
from tintype.manifest import Manifest
from tintype.runtimes import load as load_network
from training.artefacts import MANIFEST, NAMES
from training.compression.curves import Point, mean
from training.compression.measure import others, point
from training.photographs.collection import load
from workbench.local.examples import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

QUALITIES = {
    "jpeg": (20, 30, 50, 65, 80, 90),
    "webp": (10, 20, 35, 55, 75, 90),
    "avif": (25, 30, 45, 60, 70, 75),
    "codec": (5, 20, 30, 40, 50, 60),
}
_COLOURS = {"jpeg": "#b3402a", "webp": "#2a6fb3", "avif": "#3a8a4d", "codec": "#7a3ab3"}
_WIDTH, _HEIGHT, _EDGE = 640, 400, 56  # pixels
_BITS, _DECIBELS = (0.0, 2.0), (28.0, 40.0)


def measure(folder: Path) -> dict[str, list[Point]]:
    """Return each format's points, means over the held-out photographs."""
    photographs, coded = load(folder, "test"), codec(EXAMPLES / "codec")
    curves: dict[str, list[Point]] = {}
    for kind, qualities in QUALITIES.items():
        of = coded if kind == "codec" else partial(others, kind)
        curves[kind] = [mean(points) for points in zip(*(of(qualities, image) for image in photographs), strict=True)]
    return curves


def codec(folder: Path) -> Callable[[Sequence[int], Image], list[Point]]:
    """Return what measures a codec in a model folder, as served."""
    manifest = Manifest.from_json((folder / MANIFEST).read_bytes())
    network = load_network("litert", bytearray((folder / NAMES["model"]).read_bytes()))
    tables = Tables.read((folder / NAMES["tables"]).read_bytes())
    return lambda qualities, image: [point(manifest, network, tables, image, quality) for quality in qualities]


def drawn(curves: dict[str, list[Point]]) -> str:
    """Return the curves as SVG."""
    lines = [_line(kind, points) for kind, points in curves.items()]
    across = [_text(_x(at / 2), _HEIGHT - _EDGE + 20, f"{at / 2:g}") for at in range(5)]
    down = [_text(_EDGE - 18, _y(at) + 4, f"{at}") for at in range(28, 41, 2)]
    rules = [f'<path d="M{_EDGE} {_y(at):.1f}H{_WIDTH - _EDGE}" stroke="#ddd"/>' for at in range(28, 41, 2)]
    names = [_text(_WIDTH / 2, _HEIGHT - 12, "bits a pixel"), _text(_EDGE, _EDGE - 22, "PSNR in dB")]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
    title = "<title>Bits a pixel against PSNR on eight photographs</title>"
    body = "\n".join([title, '<rect width="100%" height="100%" fill="#fff"/>', *rules, *across, *down, *names, *lines])
    return f'{head} font-size="13" text-anchor="middle">\n{body}\n</svg>\n'


def _line(kind: str, points: list[Point]) -> str:
    places = [(_x(point.bits), _y(point.psnr)) for point in points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    colour, (x, y) = _COLOURS[kind], places[-1]
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places)
    name = f'<text x="{x:.1f}" y="{y - 10:.1f}" fill="{colour}">{kind}</text>'
    return f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}{name}'


def _text(x: float, y: float, said: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="#333">{said}</text>'


def _x(bits: float) -> float:
    return _EDGE + (bits - _BITS[0]) / (_BITS[1] - _BITS[0]) * (_WIDTH - 2 * _EDGE)


def _y(decibels: float) -> float:
    return _HEIGHT - _EDGE - (decibels - _DECIBELS[0]) / (_DECIBELS[1] - _DECIBELS[0]) * (_HEIGHT - 2 * _EDGE)


def main() -> None:
    """Measure the folder that the first argument names, and draw to the second."""
    curves = measure(Path(sys.argv[1]))
    for kind, points in curves.items():
        for at in points:
            print(f"| {kind} | {at.quality} | {at.bits:.2f} | {at.psnr:.1f} |")
    Path(sys.argv[2]).write_text(drawn(curves), encoding="utf-8")


if __name__ == "__main__":
    main()
