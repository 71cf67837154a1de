"""How much better: the file as it is served, on photographs that the training never saw."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from tintype.images.writing import PNG, encode
from tintype.tasks import Parameters, answer
from training.enhancement.patches import arrays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tintype.manifest import Manifest
    from tintype.runtimes import Network
    from training.enhancement.damage import Pixels
    from training.enhancement.kinds import Kind

_EDGE = 4  # pixels at each side that are not counted: there interpolation has to guess
_MOST = 100_000_000


def psnr(good: Pixels, other: Pixels) -> float:
    """Return the peak signal-to-noise ratio in dB, of 255; infinite where nothing differs."""
    difference = good.astype(float) - other
    inner = difference[_EDGE:-_EDGE, _EDGE:-_EDGE]
    error = float(np.mean(inner**2))
    return float("inf") if error == 0 else 10 * float(np.log10(255**2 / error))


def measure(manifest: Manifest, network: Network, kind: Kind, photographs: Sequence[Image.Image]) -> dict[str, Any]:
    """Return, for each strength of the damage, the mean PSNR over the photographs before and after.

    Before is the damaged image itself, or its bicubic enlargement by Pillow.
    """
    measured: dict[str, Any] = {}
    for strength in kind.strengths:
        pairs = [_pair(manifest, network, kind, good, strength) for good in arrays(photographs, kind.mode)]
        before, after = (round(float(np.mean(side)), 3) for side in zip(*pairs, strict=True))
        measured[_name(kind, strength)] = {"before": before, "after": after, "gain": round(after - before, 3)}
    return {"psnr": measured, "photographs": len(photographs)}


def _name(kind: Kind, strength: float) -> str:
    return f"x{strength:g}" if kind.scale > 1 else f"sigma{strength:g}"


def _pair(manifest: Manifest, network: Network, kind: Kind, good: Pixels, strength: float) -> tuple[float, float]:
    even = good[: good.shape[0] // kind.scale * kind.scale, : good.shape[1] // kind.scale * kind.scale]
    image = picture(kind.damaged(even, strength, 1))
    sent = encode(image, PNG)
    made = answer(manifest, network, sent, Parameters(media_type=PNG), _MOST).body or b""
    return psnr(even, _plain(image, even)), psnr(even, _opened(made, even))


def picture(pixels: Pixels) -> Image.Image:
    """Return pixels as an image."""
    return Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels)


def _plain(image: Image.Image, like: Pixels) -> Pixels:
    return _shaped(image.resize(like.shape[1::-1], Image.Resampling.BICUBIC), like)


def _opened(data: bytes, like: Pixels) -> Pixels:
    return _shaped(Image.open(BytesIO(data)), like)


def _shaped(image: Image.Image, like: Pixels) -> Pixels:
    return np.asarray(image, np.uint8).reshape(like.shape)
