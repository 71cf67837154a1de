"""A heat map as a picture: alone, or laid over the image."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from tintype.explaining.heat import Heat

_STOPS = ((0, (13, 8, 60)), (64, (90, 20, 110)), (128, (190, 55, 80)), (192, (245, 140, 30)), (255, (252, 250, 170)))
"""From cold to hot, the lightness rising evenly, so that it can be read without colours as well."""

_STRONGEST = 0.75  # of the overlay's opacity: the image stays to be seen


def picture(heat: Heat) -> Image:
    """Return a heat map in colours, mode ``"RGB"``, at the map's own size."""
    from PIL import Image as pil  # noqa: N813 -- the module beside its class

    levels = _levels(heat)
    bands = [levels.point([_between(level, band) for level in range(256)]) for band in range(3)]
    return pil.merge("RGB", bands)


def overlay(heat: Heat, image: Image) -> Image:
    """Return an image with its heat map over it, mode ``"RGB"``; where there is no heat, the image alone."""
    from PIL import Image as pil  # noqa: N813 -- the module beside its class

    mask = _levels(heat).point([round(level * _STRONGEST) for level in range(256)])
    return pil.composite(picture(heat), image.convert("RGB"), mask)


def _levels(heat: Heat) -> Image:
    return heat.positive().image().point(lambda value: value * 255 + 0.5).convert("L")


def _between(level: int, band: int) -> int:
    for (low, cold), (high, hot) in pairwise(_STOPS):
        if level <= high:
            return round(cold[band] + (hot[band] - cold[band]) * (level - low) / (high - low))
    return _STOPS[-1][1][band]
