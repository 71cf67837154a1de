"""Label images as pictures: in a palette, over the image, or as what is cut out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_STRENGTH = 128  # of 255: how much of the class's colour an overlay has
_BITS = 8


def palette(classes: int) -> list[int]:
    """Return red, green and blue of each class, one after the other: PASCAL VOC's, where the background is black.

    As in the VOC development kit (http://host.robots.ox.ac.uk/pascal/VOC/), the index's bits 0, 1 and 2 are the highest
    bits of red, green and blue, bits 3, 4 and 5 the next, and so on.
    """
    return [_level(index >> band) for index in range(classes) for band in range(3)]


def _level(bits: int) -> int:
    return sum((bits >> 3 * step & 1) << _BITS - 1 - step for step in range(3))


def indexed(labels: Image, classes: int) -> Image:
    """Return a picture of mode ``"P"`` whose pixels are the classes' indices, in :func:`palette`'s colours."""
    picture = labels.copy()
    picture.putpalette(palette(classes))
    return picture


def overlay(labels: Image, classes: int, image: Image) -> Image:
    """Return an image, in mode ``"RGB"``, with half of each class's colour over it; the background stays as it is."""
    from PIL import Image as pil  # noqa: N813 -- the module beside its class

    strength = labels.point([0, *[_STRENGTH] * 255])
    return pil.composite(indexed(labels, classes).convert("RGB"), image.convert("RGB"), strength)


def cutout(image: Image, inside: Image) -> Image:
    """Return an image, in mode ``"RGBA"``, that is seen where it is inside.

    Args:
        image: of any mode; what is transparent already stays so.
        inside: mode ``"L"``, 0 to 255; soft edges stay soft.
    """
    from PIL import ImageChops

    whole = image.convert("RGBA")
    whole.putalpha(ImageChops.multiply(whole.getchannel("A"), inside))
    return whole
