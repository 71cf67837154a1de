"""What the networks learn to undo, made of good photographs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
"""(height, width, channels), 0 to 255."""


def noisy(pixels: Pixels, sigma: float, seed: int) -> Pixels:
    """Add Gaussian noise of standard deviation ``sigma`` (of 255), cut off and rounded as in a file."""
    noise = np.random.default_rng(seed).normal(0.0, sigma, pixels.shape)
    return np.asarray(np.clip(np.rint(pixels + noise), 0, 255), np.uint8)


def halved(pixels: Pixels, factor: float, _seed: int) -> Pixels:
    """Reduce to half the size by Pillow's bicubic filter, which averages over what it leaves out."""
    height, width = (int(side // factor) for side in pixels.shape[:2])
    whole = pixels[: int(height * factor), : int(width * factor)]
    bands = [np.asarray(_resized(whole[..., band], width, height)) for band in range(pixels.shape[-1])]
    return np.stack(bands, -1)


def _resized(band: Pixels, width: int, height: int) -> Image.Image:
    return Image.fromarray(band).resize((width, height), Image.Resampling.BICUBIC)
