"""Endless patches of photographs, turned and mirrored, each with its damaged twin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from training.enhancement.damage import noisy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from training.enhancement.damage import Pixels
    from training.enhancement.kinds import Kind

    Batch = tuple[NDArray[np.float32], NDArray[np.float32]]

_SIZES = (1.0, 0.7, 0.5)  # smaller copies show finer detail to each pixel
_NOISE = (2.0, 55.0)


def arrays(photographs: Sequence[Image.Image], mode: str) -> list[Pixels]:
    """Return photographs as arrays of ``mode``'s channels."""
    return [_array(image if mode == "RGB" else image.convert("YCbCr").getchannel(0)) for image in photographs]


def _array(image: Image.Image) -> Pixels:
    pixels = np.asarray(image, np.uint8)
    return pixels if pixels.ndim == 3 else pixels[..., None]  # noqa: PLR2004 -- height, width, channels


def copies(photographs: Sequence[Image.Image]) -> list[Image.Image]:
    """Return each photograph at several sizes."""
    return [_smaller(image, size) for image in photographs for size in _SIZES]


def _smaller(image: Image.Image, size: float) -> Image.Image:
    return image.resize((int(image.width * size), int(image.height * size)), Image.Resampling.LANCZOS)


def batches(photographs: Sequence[Image.Image], kind: Kind, size: int, seed: int) -> Iterator[Batch]:
    """Yield (damaged, good), float32 in 0 to 1, ``size`` patches each."""
    rng = np.random.default_rng(seed)
    good = arrays(copies(photographs), kind.mode)
    damaged = [kind.damaged(pixels, kind.scale, 0) for pixels in good] if kind.scale > 1 else good
    weights = np.array([pixels.size for pixels in good], float)
    weights /= weights.sum()
    while True:
        chosen = rng.choice(len(good), size, p=weights)
        pairs = [_pair(damaged[index], good[index], kind, rng) for index in chosen]
        yield tuple(np.stack(side).astype(np.float32) / 255 for side in zip(*pairs, strict=True))  # type: ignore[misc]


def _pair(damaged: Pixels, good: Pixels, kind: Kind, rng: np.random.Generator) -> tuple[Pixels, Pixels]:
    side = kind.patch // kind.scale
    top, left = (int(rng.integers(0, length - side + 1)) for length in damaged.shape[:2])
    turns, mirrored = int(rng.integers(4)), bool(rng.integers(2))
    bad = _turned(damaged[top : top + side, left : left + side], turns, mirrored=mirrored)
    far = [edge * kind.scale for edge in (top, left)]
    whole = _turned(good[far[0] : far[0] + kind.patch, far[1] : far[1] + kind.patch], turns, mirrored=mirrored)
    if kind.scale == 1:
        bad = noisy(bad, float(rng.uniform(*_NOISE)), int(rng.integers(2**32)))
    return bad, whole


def _turned(pixels: Pixels, turns: int, *, mirrored: bool) -> Pixels:
    turned = np.rot90(pixels, turns)
    return turned[:, ::-1] if mirrored else turned
