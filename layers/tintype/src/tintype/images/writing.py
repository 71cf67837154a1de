"""From pixels to the bytes of a file, in the media types that a caller may accept."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tintype.errors import NotAnImageError, UnsupportedImageError
from tintype.images.formats import sniff

if TYPE_CHECKING:
    from PIL.Image import Image

PNG, JPEG, WEBP = "image/png", "image/jpeg", "image/webp"

_WRITERS = {PNG: ("PngImagePlugin", "PNG"), JPEG: ("JpegImagePlugin", "JPEG"), WEBP: ("WebPImagePlugin", "WEBP")}
_KINDS = {"PNG": PNG, "JPEG": JPEG, "WebP": WEBP}
_MODES = {PNG: ("L", "LA", "P", "RGB", "RGBA"), JPEG: ("L", "RGB"), WEBP: ("RGB", "RGBA")}
_QUALITY = 92


def alike(kind: str) -> str:
    """Return the media type in which an answer to a file of this format, such as ``"JPEG"``, is written."""
    return _KINDS.get(kind, PNG)


def like(data: bytes) -> str:
    """Return the media type in which an answer to an image file is written, PNG where it is none."""
    try:
        return alike(sniff(data))
    except (NotAnImageError, UnsupportedImageError):  # which is said when it is decoded
        return PNG


def encode(
    image: Image,
    media_type: str,
    *,
    quality: int | None = None,
    icc_profile: bytes | None = None,
    small: bool = False,
) -> bytes:
    """Return a file.

    JPEG has no transparency: there it is lost, over white. PNG has no loss, and is written quickly rather than small.

    Args:
        image: in mode ``"L"``, ``"LA"``, ``"RGB"`` or ``"RGBA"``; for PNG ``"P"`` as well.
        media_type: one of this module's.
        quality: 1 to 100, of JPEG and WebP; 92 unless told.
        icc_profile: the colour profile that the pixels are in.
        small: PNG shall be small rather than quickly written.
    """
    module, name = _WRITERS[media_type]
    import_module(f"PIL.{module}")  # registers the format
    options: dict[str, Any] = {"icc_profile": icc_profile} if icc_profile else {}
    options |= {"compress_level": 9 if small else 1} if media_type == PNG else {"quality": quality or _QUALITY}
    written = BytesIO()
    _writable(image, media_type).save(written, name, **options)
    return written.getvalue()


def _writable(image: Image, media_type: str) -> Image:
    if image.mode in _MODES[media_type]:
        return image
    if media_type == WEBP:
        return image.convert("RGBA" if image.mode == "LA" else "RGB")
    from tintype.images.modes import flatten

    return flatten(image, "L" if image.mode == "LA" else "RGB", 255)
