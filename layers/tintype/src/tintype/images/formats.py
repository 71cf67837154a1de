"""Which format a file is in, by its first bytes, and the one Pillow plug-in that opens it.

``PIL.Image.open`` imports a handful of plug-ins before it looks at the file; here only the one that is needed is.
"""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, cast

from tintype.errors import NotAnImageError, UnsupportedImageError

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

CODED = b"\x89TNT\r\n\x1a\n"
"""How a learned codec's file begins: as PNG's does, so that a transfer as text damages it (RFC 2083, section 12.11)."""

CODED_TYPE = "image/vnd.tintype"
"""Its media type, which compression models alone give and take."""

_PLUGINS = {
    "PNG": "PngImageFile",
    "JPEG": "JpegImageFile",
    "GIF": "GifImageFile",
    "BMP": "BmpImageFile",
    "TIFF": "TiffImageFile",
    "WebP": "WebPImageFile",
}
_MODULES = {
    "PNG": "PngImagePlugin",
    "JPEG": "JpegImagePlugin",
    "GIF": "GifImagePlugin",
    "BMP": "BmpImagePlugin",
    "TIFF": "TiffImagePlugin",
    "WebP": "WebPImagePlugin",
}
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
)
_REFUSED = (
    (b"%PDF", "a PDF document"),
    (b"8BPS", "a Photoshop document"),
    (b"\x00\x00\x01\x00", "an ICO icon"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"v/1\x01", "OpenEXR"),
    (b"qoif", "QOI"),
    (CODED, "a file that a learned codec wrote, which its own model alone reads"),
    (b"DDS ", "DDS"),
)


def sniff(data: bytes) -> str:
    """Return the format's name, by the file's first bytes.

    Raises:
        NotAnImageError: they belong to no image format.
        UnsupportedImageError: they belong to one that is not decoded here.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    for magic, kind in _REFUSED:
        if data.startswith(magic):
            raise UnsupportedImageError(kind)
    if data[4:8] == b"ftyp":
        raise UnsupportedImageError("HEIC or AVIF")
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()  # without a byte order mark
    if head.startswith(b"<?xml") or (head.startswith(b"<") and b"<svg" in head):
        raise UnsupportedImageError("SVG or another XML document")
    raise NotAnImageError(data)


def is_coded(data: bytes | bytearray) -> bool:
    """Say, by its first bytes, whether a file is one that a learned codec wrote."""
    return data.startswith(CODED)


def webp_size(data: bytes) -> tuple[int, int]:
    """Return a WebP file's width and height from its header (RFC 9649, sections 2.5 to 2.7).

    Pillow's plug-in allocates the whole canvas before it tells the size, which is too late for a limit.
    """
    chunk, head = data[12:16], data[20:30].ljust(10, b"\0")
    if chunk == b"VP8X":
        return (1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little"))
    if chunk == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return (1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    return (int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF)


def open_file(data: bytes, kind: str) -> ImageFile:
    """Read the header of ``data`` with the plug-in for ``kind``; the pixels are not decoded yet."""
    module = import_module(f"PIL.{_MODULES[kind]}")
    return cast("ImageFile", getattr(module, _PLUGINS[kind])(BytesIO(data)))
