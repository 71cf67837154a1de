"""How bright an image is and how much contrast it has, as the model sees it: what a model's callers may change."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image as pil  # noqa: N813 -- the module beside its class

from tintype.images.preprocessing import to_tensor

if TYPE_CHECKING:
    from PIL.Image import Image

    from tintype.images.preprocessing import Preprocessing


class Light(NamedTuple):
    """The mean and the standard deviation of all pixel values of all channels, 0 to 255."""

    brightness: float
    contrast: float


def light(image: Image, how: Preprocessing) -> Light:
    """Measure an upright image at the size and in the mode of a model's input."""
    pixels = to_tensor(image, how._replace(dtype="uint8", scale=(1.0,), offset=(0.0,)))
    histogram = pil.frombytes("L", (len(pixels), 1), pixels).histogram()
    mean = sum(value * count for value, count in enumerate(histogram)) / len(pixels)
    square = sum(value * value * count for value, count in enumerate(histogram)) / len(pixels)
    return Light(mean, sqrt(max(0.0, square - mean * mean)))
