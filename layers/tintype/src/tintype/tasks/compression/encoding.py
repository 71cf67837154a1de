"""An image to the codec's file."""

from __future__ import annotations

from math import isinf
from time import perf_counter
from typing import TYPE_CHECKING, Any

from tintype.images.container import MEDIA_TYPE, Coded, pack
from tintype.images.decoding import decode
from tintype.images.layers import layers
from tintype.images.writing import PNG, encode
from tintype.tasks.compression.version import writer
from tintype.tasks.options import quality
from tintype.tasks.parameters import JSON
from tintype.tasks.reading import described
from tintype.tasks.result import Result, Timings

if TYPE_CHECKING:
    from PIL.Image import Image

    from tintype.images.layers import Layers
    from tintype.tasks.compression.version import Version
    from tintype.tasks.parameters import Parameters

MEASURED = 2_000_000
"""Pixels up to which a document says how much was lost: it takes as long as decoding, which takes longest."""

_QUALITY = 50
_OPAQUE = (255, 255)


def encoded(version: Version, data: bytes, parameters: Parameters, max_pixels: int) -> Result:
    """Return the file; a document has it as well, and says what it costs.

    Raises:
        ImageError: see ``tintype.images.decode``.
        OptionError: the quality is none.
    """
    best = quality(parameters.options) or int(version.manifest.options.get("quality", _QUALITY))
    started = perf_counter()
    picture = decode(data, max_pixels)
    ready = perf_counter()
    parts = layers(picture.image)
    coded = _coded(version, parts, best)
    body = pack(coded)
    output = _said(coded, len(body))
    if parameters.media_type == JSON and coded.width * coded.height <= MEASURED:
        output |= _fidelity(version, parts.colours, coded)
    said = {"task": version.manifest.task, "image": {**described(picture), "bytes": len(data)}, "output": output}
    return Result(said, Timings(ready - started, perf_counter() - ready), body, MEDIA_TYPE)


def _coded(version: Version, parts: Layers, best: int) -> Coded:
    payload = version.encoded(parts.colours.convert("RGB"), best)
    alpha = encode(parts.alpha, PNG, small=True) if parts.alpha and parts.alpha.getextrema() != _OPAQUE else None
    grey, size = parts.colours.mode == "L", parts.colours.size
    return Coded(writer(version.manifest), *size, best, payload, grey, alpha, parts.icc_profile)


def _said(coded: Coded, size: int) -> dict[str, Any]:
    return {
        "width": coded.width,
        "height": coded.height,
        "media_type": MEDIA_TYPE,
        "bytes": size,
        "quality": coded.quality,
        "bits_per_pixel": round(8 * size / (coded.width * coded.height), 4),
    }


def _fidelity(version: Version, good: Image, coded: Coded) -> dict[str, float | None]:
    """Return how close what comes back is to what was sent; ``psnr`` is null where no pixel differs."""
    from tintype.compressing.fidelity import psnr, ssim

    rough = version.decoded(coded.payload, good.size, coded.quality)
    restored = version.restored(rough, coded.quality).convert(good.mode)
    ratio = psnr(good, restored)
    return {"psnr": None if isinf(ratio) else round(ratio, 2), "ssim": round(ssim(good, restored), 4)}
