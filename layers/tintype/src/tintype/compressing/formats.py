"""The formats that take part, written as small as they can be in a call's time."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from tintype.images.writing import JPEG, WEBP

if TYPE_CHECKING:
    from PIL.Image import Image

AVIF = "image/avif"


class Format(NamedTuple):
    """One format.

    Attributes:
        module, reader: of Pillow.
        name: what Pillow calls it.
        options: with which it is written.
        grey, alpha: whether it has one channel where the image has, and transparency.
        most_side: the largest width or height in pixels.
        seconds: of one processor, about, for a million pixels: written, read again, and compared.
    """

    module: str
    reader: str
    name: str
    options: dict[str, Any]
    grey: bool
    alpha: bool
    most_side: int
    seconds: float


FORMATS = {
    WEBP: Format("WebPImagePlugin", "WebPImageFile", "WEBP", {"method": 4}, False, True, 16_383, 0.15),
    JPEG: Format(
        "JpegImagePlugin", "JpegImageFile", "JPEG", {"optimize": True, "progressive": True}, True, False, 65_500, 0.03
    ),
    AVIF: Format("AvifImagePlugin", "AvifImageFile", "AVIF", {"speed": 8, "max_threads": 1}, False, True, 16_383, 0.3),
}
"""By media type."""


def write(image: Image, media_type: str, quality: int, icc_profile: bytes | None) -> bytes:
    """Return a file.

    Args:
        image: in mode ``"L"``, ``"RGB"`` or ``"RGBA"``, as :func:`takes` admits it.
        media_type: one of ``FORMATS``.
        quality: 1 to 100, on the format's own scale.
        icc_profile: the colour profile that the pixels are in.
    """
    form = FORMATS[media_type]
    import_module(f"PIL.{form.module}")  # registers the format
    profile: dict[str, Any] = {"icc_profile": icc_profile} if icc_profile else {}
    pixels = image if form.grey or image.mode != "L" else image.convert("RGB")
    written = BytesIO()
    pixels.save(written, form.name, quality=quality, **form.options, **profile)
    return written.getvalue()


def read(data: bytes, media_type: str) -> Image:
    """Return the pixels of a file that :func:`write` made."""
    form = FORMATS[media_type]
    image = cast("Image", getattr(import_module(f"PIL.{form.module}"), form.reader)(BytesIO(data)))
    image.load()
    return image


def takes(media_type: str, image: Image, icc_profile: bytes | None) -> bool:
    """Say whether a format can hold all that an image is."""
    form = FORMATS[media_type]
    if max(image.size) > form.most_side or (image.mode == "RGBA" and not form.alpha):
        return False
    return form.grey or image.mode != "L" or not icc_profile  # a profile for grey fits no three channels
