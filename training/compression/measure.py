"""How many bits for how many dB: the files as they are served, on photographs that the training never saw."""

from __future__ import annotations

from io import BytesIO
from math import exp
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from tintype.compressing.candidate import Source
from tintype.compressing.fidelity import psnr
from tintype.images.container import MEDIA_TYPE
from tintype.images.writing import PNG, encode
from tintype.tasks import Parameters, answer
from training.compression.curves import Point, mean, saved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tintype.codec import Tables
    from tintype.manifest import Manifest
    from tintype.runtimes import Network

QUALITIES = (5, 20, 35, 50, 65)
OTHERS = {
    "jpeg": (5, 10, 20, 30, 50, 65, 80, 90),
    "webp": (1, 5, 10, 20, 35, 55, 75, 90),
    "avif": (10, 20, 30, 45, 60, 70, 80),
}
"""What it is held against: Pillow's progressive JPEG with optimised tables, WebP and AVIF, by their qualities."""

_MOST = 100_000_000


def measure(manifest: Manifest, network: Network, tables: Tables, photographs: Sequence[Image.Image]) -> dict[str, Any]:
    """Return the means at each quality, and by how much less bits than others it takes at equal PSNR.

    ``saved`` is the geometric mean over photographs, and the least and the most that any of them saves.
    """
    ours = [[point(manifest, network, tables, image, quality) for quality in QUALITIES] for image in photographs]
    rates = [mean(points) for points in zip(*ours, strict=True)]
    return {
        "rates": {str(at.quality): {"bits_per_pixel": round(at.bits, 4), "psnr": round(at.psnr, 2)} for at in rates},
        "saved": {name: _saved(ours, name, photographs) for name in OTHERS},
        "photographs": len(photographs),
    }


def point(manifest: Manifest, network: Network, tables: Tables, image: Image.Image, quality: int) -> Point:
    """Return what an image takes at a quality, and how close it comes back, as the service writes and reads it."""
    manifest = manifest._replace(version=1)  # that wrote the file, in which a draft's 0 cannot stand
    wishes = Parameters(media_type=MEDIA_TYPE, options={"quality": str(quality)})
    coded = answer(manifest, network, encode(image, PNG), wishes, _MOST, tables).body or b""
    back = answer(manifest, network, coded, Parameters(media_type=PNG), _MOST, tables).body or b""
    return Point(quality, 8 * len(coded) / (image.width * image.height), psnr(image, Image.open(BytesIO(back))))


def _saved(ours: list[list[Point]], name: str, photographs: Sequence[Image.Image]) -> dict[str, float]:
    pairs = zip(ours, photographs, strict=True)
    logarithms = [saved(points, others(name, OTHERS[name], image)) for points, image in pairs]
    shares = [round(1 - exp(value), 3) for value in (np.mean(logarithms), max(logarithms), min(logarithms))]
    return dict(zip(("mean", "least", "most"), shares, strict=True))


def others(name: str, qualities: Sequence[int], image: Image.Image) -> list[Point]:
    """Return the points of a format of Pillow's for an image: ``"jpeg"``, ``"webp"`` or ``"avif"``."""
    source, pixels = Source(image, None), image.width * image.height
    made = [source.at(f"image/{name}", quality) for quality in qualities]
    return [Point(each.quality, 8 * len(each.data) / pixels, each.psnr) for each in made]
