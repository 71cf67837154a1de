"""What a network says of each place of its input, brought back to the image that was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from tintype.images.preprocessing import Preprocessing

_BILINEAR = 2  # PIL.Image.Resampling.BILINEAR


def restored(plane: Image, how: Preprocessing, size: tuple[int, int], outside: int) -> Image:
    """Return a plane in an image's size, undoing how the image was brought to the network's.

    Args:
        plane: mode ``"L"``, over the whole of the network's input, in any size.
        how: what brought the image there.
        size: the image's width and height.
        outside: the value where ``"crop"`` cut the image off; what ``"fit"`` filled up is left out.
    """
    if how.resize == "stretch":
        return plane if plane.size == size else plane.resize(size, _BILINEAR)
    if how.resize == "fit":
        return _cut(plane, _filled(plane, how, size)).resize(size, _BILINEAR)
    from PIL import Image as pil  # noqa: N813 -- the module beside its class

    canvas = pil.new("L", size, outside)
    left, top, width, height = _kept(how, size)
    canvas.paste(plane.resize((width, height), _BILINEAR), (left, top))
    return canvas


def _filled(plane: Image, how: Preprocessing, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return where in the plane the image is, as ``preprocessing`` placed it."""
    scale = min(how.width / size[0], how.height / size[1])
    width, height = (max(1, round(side * scale)) for side in size)
    left, top = (how.width - width) // 2, (how.height - height) // 2
    across, down = plane.width / how.width, plane.height / how.height
    return (left * across, top * down, (left + width) * across, (top + height) * down)


def _cut(plane: Image, box: tuple[float, float, float, float]) -> Image:
    """Return a part of a plane by whole pixels: Pillow's ``resize`` by a box looks beyond it, at what was filled up."""
    left, top, right, bottom = (round(edge) for edge in box)
    return plane.crop((left, top, max(right, left + 1), max(bottom, top + 1)))


def _kept(how: Preprocessing, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the left, top, width and height of the image's middle that the network saw."""
    scale = min(size[0] / how.width, size[1] / how.height)
    width, height = (max(1, round(side * scale)) for side in (how.width, how.height))
    return (size[0] - width) // 2, (size[1] - height) // 2, width, height
