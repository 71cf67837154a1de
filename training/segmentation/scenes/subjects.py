"""A subject as it stands in a scene: how large, where, how turned, how sharp its edge."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

from training.segmentation.scenes.chance import happens, mirrored
from training.segmentation.scenes.light import blurred

if TYPE_CHECKING:
    Rng = np.random.Generator
    Size = tuple[int, int]

_SMALLEST_SHARE, LARGEST_SHARE = 0.3, 1.0  # of the largest that fits the scene
_STRETCH = 0.15  # of the sides, by their logarithm
_TURN = 20.0  # degrees
_BEYOND = 0.1  # of the subject may lie outside
_SMALLEST = 8  # pixels
_SHARPENED, _SOFT = 0.3, 1.2  # how many lose their outermost pixels, where another background may shine through; pixels


def placed(subject: Image.Image, size: Size, rng: Rng, largest: float = LARGEST_SHARE) -> Image.Image:
    """Return a subject in mode ``"RGBA"`` somewhere on a transparent canvas of this width and height.

    ``largest`` is how large a subject may be; at 1 it just fits.
    """
    made = mirrored(subject.resize(_extent(subject.size, size, rng, largest), Image.Resampling.BICUBIC), rng)
    made = made.rotate(rng.uniform(-_TURN, _TURN), Image.Resampling.BICUBIC, expand=True)
    canvas = Image.new("RGBA", size)
    canvas.paste(made, _corner(np.array(made.size), np.array(size), rng))
    alpha = canvas.getchannel("A")
    if happens(rng, _SHARPENED):
        alpha = alpha.filter(ImageFilter.MinFilter(3))
    canvas.putalpha(blurred(alpha, rng.uniform(0, _SOFT)))
    return canvas


def _extent(own: Size, size: Size, rng: Rng, largest: float) -> Size:
    scale = rng.uniform(_SMALLEST_SHARE, largest) * min(size[0] / own[0], size[1] / own[1])
    stretch = exp(rng.uniform(-_STRETCH, _STRETCH))
    return max(_SMALLEST, round(own[0] * scale * stretch)), max(_SMALLEST, round(own[1] * scale / stretch))


def _corner(own: np.ndarray, size: np.ndarray, rng: Rng) -> tuple[int, int]:
    spare = size - own
    left, top = rng.uniform(np.minimum(spare, 0) - _BEYOND * own, np.maximum(spare, 0) + _BEYOND * own)
    return round(left), round(top)
