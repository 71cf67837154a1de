"""From upright pixels to the tensor that a model takes, as its manifest says."""

from __future__ import annotations

from array import array
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tintype.images.modes import flatten

if TYPE_CHECKING:
    from PIL.Image import Image

_BILINEAR = 2  # PIL.Image.Resampling.BILINEAR: a triangle filter, scaled to the reduction, so without aliasing


class Preprocessing(NamedTuple):
    """How pixels become numbers.

    Attributes:
        width, height: the model's input size in pixels.
        mode: ``"L"`` (one channel, ITU-R 601-2 luma), ``"RGB"`` or ``"BGR"`` (three, in that order).
        dtype: ``"float32"``, ``"uint8"`` or ``"int8"``.
        scale, offset: a value is ``pixel * scale + offset``, per channel of the tensor, pixels being 0 to 255; one
            entry serves all channels. For uint8 and int8 it is rounded, and what the dtype cannot hold becomes its
            least or largest number: 1 and 0 leave uint8 the pixels as they are.
        resize: ``"stretch"`` to the size; ``"fit"`` inside it and fill up with the background; or ``"crop"`` the
            middle that has the size's proportions.
        background: 0 to 255, what shows through transparent pixels and fills up.
    """

    width: int
    height: int
    mode: str = "RGB"
    dtype: str = "float32"
    scale: tuple[float, ...] = (1.0,)
    offset: tuple[float, ...] = (0.0,)
    resize: str = "stretch"
    background: int = 255

    @property
    def channels(self) -> int:
        """The size of the tensor's last dimension."""
        return 1 if self.mode == "L" else 3

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """The tensor's shape: 1, height, width, channels."""
        return (1, self.height, self.width, self.channels)


def to_tensor(image: Image, how: Preprocessing) -> bytes:
    """Return the values of a tensor of shape ``how.shape`` and dtype ``how.dtype``, row-major and little-endian."""
    pixels = _resize(flatten(image, "L" if how.mode == "L" else "RGB", how.background), how)
    if how.dtype != "float32":
        return _rounded(pixels, how)
    if how.mode == "L":
        return _scaled(pixels, how.scale[0], how.offset[0])
    return _interleaved(pixels, how)


def _resize(image: Image, how: Preprocessing) -> Image:
    size = (how.width, how.height)
    if image.size == size:
        return image
    if how.resize == "stretch":
        return image.resize(size, _BILINEAR)
    if how.resize == "crop":
        return image.resize(size, _BILINEAR, box=_middle(image, how))
    return _fit(image, how)


def _middle(image: Image, how: Preprocessing) -> tuple[float, float, float, float]:
    scale = min(image.width / how.width, image.height / how.height)
    width, height = how.width * scale, how.height * scale
    left, top = max(0.0, (image.width - width) / 2), max(0.0, (image.height - height) / 2)  # rounding goes below 0
    return (left, top, min(left + width, image.width), min(top + height, image.height))


def _fit(image: Image, how: Preprocessing) -> Image:
    from PIL import Image as pil  # noqa: N813 -- the module beside its class

    scale = min(how.width / image.width, how.height / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    canvas = pil.new(image.mode, (how.width, how.height), (how.background,) * how.channels)
    canvas.paste(image.resize(size, _BILINEAR), ((how.width - size[0]) // 2, (how.height - size[1]) // 2))
    return canvas


def _scaled(band: Image, scale: float, offset: float) -> bytes:
    return band.convert("F").point(lambda value: value * scale + offset).tobytes()


def _interleaved(pixels: Image, how: Preprocessing) -> bytes:
    scale, offset = how.scale * 3, how.offset * 3
    values = array("f", bytes(how.width * how.height * 12))
    for channel, band in enumerate(pixels.split()[:: -1 if how.mode == "BGR" else 1]):
        values[channel::3] = array("f", _scaled(band, scale[channel], offset[channel]))
    return values.tobytes()


def _rounded(pixels: Image, how: Preprocessing) -> bytes:
    table = _table(how)
    mapped = pixels.point(table) if table else pixels
    return mapped.tobytes("raw", "BGR") if how.mode == "BGR" else mapped.tobytes()


@cache
def _table(how: Preprocessing) -> list[int] | None:
    """Return the byte for each of the 256 values of each of Pillow's channels; None: they stay as they are."""
    low, high = (-128, 127) if how.dtype == "int8" else (0, 255)
    linear = list(zip(how.scale * 3, how.offset * 3, strict=False))[: how.channels]
    table = [
        min(max(round(value * scale + offset), low), high) & 0xFF  # a negative number as two's complement
        for scale, offset in linear[:: -1 if how.mode == "BGR" else 1]
        for value in range(256)
    ]
    return None if table == [*range(256)] * how.channels else table
