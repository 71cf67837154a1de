"""Endless samples: turned, enlarged, shifted and lit in other ways, image and mask alike."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from training.segmentation.samples import Batch, Sample

_TURN, _ZOOM, _SHIFT = 10.0, (0.8, 1.2), 0.08  # degrees, of the size, of the sides
_GAMMA, _GAIN = (0.7, 1.4), (0.8, 1.2)


def batches(samples: Sequence[Sample], side: int, size: int, seed: int) -> Iterator[Batch]:
    """Yield images (size, side, side, channels), float32 in 0 to 1, and masks (size, side, side), class indices."""
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(len(samples))
        for first in range(0, len(order) - size + 1, size):
            pairs = [_varied(samples[index], side, rng) for index in order[first : first + size]]
            yield np.stack([image for image, _ in pairs]), np.stack([mask for _, mask in pairs])


def _varied(sample: Sample, side: int, rng: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    how = _affine(sample.image.size, side, rng)
    size = (side, side)
    image = sample.image.transform(size, Image.Transform.AFFINE, how, Image.Resampling.BILINEAR)
    mask = sample.mask.transform(size, Image.Transform.AFFINE, how, Image.Resampling.NEAREST)
    return _lit(channelled(image), rng), np.asarray(mask, np.uint8)


def _affine(size: tuple[int, int], side: int, rng: np.random.Generator) -> tuple[float, ...]:
    """Return Pillow's six numbers: from a place in what is made to one in the sample."""
    angle, zoom = radians(rng.uniform(-_TURN, _TURN)), rng.uniform(*_ZOOM)
    middle = [length * (0.5 + rng.uniform(-_SHIFT, _SHIFT)) for length in size]
    across, down = (length / side / zoom for length in size)
    a, b, d, e = across * cos(angle), -across * sin(angle), down * sin(angle), down * cos(angle)
    half = side / 2
    return a, b, middle[0] - (a + b) * half, d, e, middle[1] - (d + e) * half


def _lit(image: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    lit = image ** rng.uniform(*_GAMMA) * rng.uniform(*_GAIN)
    return np.asarray(np.clip(lit, 0, 1), np.float32)


def channelled(image: Image.Image) -> NDArray[np.float32]:
    """Return an image as (height, width, channels), 0 to 1."""
    pixels = np.asarray(image, np.float32) / np.float32(255)
    return pixels if pixels.ndim == 3 else pixels[..., None]  # noqa: PLR2004 -- height, width, channels
