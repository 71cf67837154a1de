"""Light and wear: other colours, blur, grain, JPEG."""

from __future__ import annotations

from io import BytesIO
from math import exp
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

from training.segmentation.scenes.chance import happens

if TYPE_CHECKING:
    Rng = np.random.Generator

_BLURRED = 0.4  # of the scenes
_GRAIN = 8  # levels of 255, at most
_QUALITY = (40, 95)  # JPEG's


def blurred(image: Image.Image, radius: float) -> Image.Image:
    """Return an image after a Gaussian filter of this standard deviation in pixels."""
    return image.filter(ImageFilter.GaussianBlur(float(radius)))


def table(levels: np.ndarray) -> list[int]:
    """Return what Pillow's ``point`` takes: each level's new one, cut off at 0 and 255."""
    return [int(level) for level in np.clip(levels, 0, 255).ravel()]


def coloured(image: Image.Image, rng: Rng, spread: float) -> Image.Image:
    """Return an image in mode ``"RGB"`` in other light: gamma and gains are log-normal with about this spread."""
    gamma = exp(rng.normal(0, 2 * spread))
    gains = np.exp(rng.normal(0, spread) + rng.normal(0, spread / 2, (3, 1)))
    return image.point(table((np.arange(256) / 255) ** gamma * 255 * gains))


def lit(subject: Image.Image, canvas: Image.Image, alpha: Image.Image, rng: Rng) -> Image.Image:
    """Return a subject in other light, half of the time with a part of the background's.

    Args:
        subject: mode ``"RGB"``, of the canvas's size.
        canvas: mode ``"RGB"``, what it is going to stand on.
        alpha: mode ``"L"``, where.
        rng: what is drawn by.
    """
    made, box = coloured(subject, rng, 0.12), alpha.getbbox()
    share = max(0.0, rng.uniform(-0.5, 0.5))
    if not share or not box:
        return made
    moved = share * (_mean(canvas, box) - _mean(made, box))
    return made.point(table(np.arange(256) + moved[:, None]))


def _mean(image: Image.Image, box: tuple[int, int, int, int]) -> np.ndarray:
    return np.array(image.resize((1, 1), Image.Resampling.BOX, box).getpixel((0, 0)))


def worn(image: Image.Image, rng: Rng) -> Image.Image:
    """Return a scene as a camera would have kept it: a little blurred, with grain, and in JPEG."""
    if happens(rng, _BLURRED):
        image = blurred(image, rng.uniform(0.2, 1.0))
    grain = rng.standard_normal((image.height, image.width, 3), np.float32) * np.float32(rng.uniform(0, _GRAIN))
    kept = BytesIO()
    noisy = np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8)
    Image.fromarray(noisy).save(kept, "JPEG", quality=int(rng.integers(*_QUALITY)))
    return Image.open(kept).convert("RGB")
