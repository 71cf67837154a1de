"""Enhancement: a photograph to a better one, of any size and shape.

The manifest's ``preprocessing`` says what a tile is (its size; ``"RGB"``, or ``"L"`` for a network that works on luma
alone), and its ``options`` are ``scale``, how many times larger the answer's sides are, and ``margin``, see
``tintype.images.tiling``. The network takes and gives tiles of bytes.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from tintype.images.decoding import decode
from tintype.images.layers import layers
from tintype.images.tiling import through
from tintype.images.writing import JPEG, PNG, WEBP, alike, encode, like
from tintype.tasks.options import quality
from tintype.tasks.parameters import JSON
from tintype.tasks.reading import described
from tintype.tasks.result import Result, Timings
from tintype.tasks.tiles import tiling
from tintype.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PIL.Image import Image

    from tintype.manifest import Manifest
    from tintype.runtimes import Network
    from tintype.tasks.parameters import Parameters

    Run = Callable[[Image], Image]

_ALL = (PNG, JPEG, WEBP, JSON)


def media_types(data: bytes, _options: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a caller may accept: first the format of the image that was sent, if it can be written."""
    usual = like(data)
    return (usual, *(kind for kind in _ALL if kind != usual))


def answer(manifest: Manifest, network: Network, data: bytes, parameters: Parameters, max_pixels: int) -> Result:
    """See ``tintype.tasks.answer``. The option ``quality`` (1 to 100) is that of JPEG and WebP.

    Raises:
        OptionError: the quality is no such number.
    """
    best = quality(parameters.options)
    started = perf_counter()
    picture = decode(data, max_pixels)
    decoded = perf_counter()
    parts = layers(picture.image)
    better = _better(parts.colours, parts.alpha, manifest, network)
    ran = perf_counter()
    kind = alike(picture.kind) if parameters.media_type == JSON else parameters.media_type
    body = encode(better, kind, quality=best, icc_profile=parts.icc_profile)
    said = {
        "task": manifest.task,
        "image": described(picture),
        "output": {"width": better.width, "height": better.height, "media_type": kind, "bytes": len(body)},
    }
    return Result(said, Timings(decoded - started, ran - decoded, perf_counter() - ran), body, kind)


def _better(colours: Image, alpha: Image | None, manifest: Manifest, network: Network) -> Image:
    how = tiling(manifest)
    spec, output = manifest.inputs[0], manifest.outputs[0].name

    def run(image: Image) -> Image:
        return through(image, how, lambda tile: bytes(network.run({spec.name: Tensor(*spec, tile)})[output].data))

    if manifest.preprocessing.mode == "L":
        better = _luma(colours, how.scale, run)
    else:
        better = run(colours.convert("RGB")).convert(colours.mode)
    if alpha:
        better.putalpha(_resized(alpha, how.scale))
    return better


def _luma(colours: Image, scale: int, run: Run) -> Image:
    """Run on the luma alone: the eye sees little of a finer resolution of the colours."""
    from PIL import Image as pil  # noqa: N813 -- the module beside its class

    if colours.mode == "L":
        return run(colours)
    luma, blue, red = colours.convert("YCbCr").split()
    return pil.merge("YCbCr", (run(luma), _resized(blue, scale), _resized(red, scale))).convert("RGB")


def _resized(band: Image, scale: int) -> Image:
    from PIL import Image as pil  # noqa: N813 -- the module beside its class

    return band if scale == 1 else band.resize((band.width * scale, band.height * scale), pil.Resampling.BICUBIC)
