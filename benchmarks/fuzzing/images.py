"""Small valid images of every format that is decoded, in many modes, and of some that are refused."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

_MODES = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB", "CMYK"),
    "WEBP": ("RGB", "RGBA"),
    "GIF": ("L", "P"),
    "BMP": ("1", "L", "P", "RGB"),
    "TIFF": ("1", "L", "RGB", "RGBA", "CMYK", "I;16", "F", "YCbCr", "LAB"),
}
_OPTIONS = {
    "JPEG": ({}, {"progressive": True}),
    "WEBP": ({}, {"lossless": True}),
    "TIFF": ({}, {"compression": "tiff_lzw"}, {"compression": "tiff_deflate"}, {"compression": "packbits"}),
}
_REFUSED = (
    b"%PDF-1.7\n",
    b"8BPS\x00\x01",
    b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    b"\xff\x0a",
)
_ORIENTATION = 0x0112


def samples() -> list[bytes]:
    """Return the files: each mode of each format, each way to compress, some with an Exif orientation."""
    found = [*_REFUSED]
    for kind, modes in _MODES.items():
        for mode in modes:
            for options in _OPTIONS.get(kind, ({},)):
                found.append(_file(kind, mode, len(found) % 9, **options))
    return found


def _file(kind: str, mode: str, orientation: int, **options: object) -> bytes:
    picture = Image.linear_gradient("L").resize((11, 7))
    picture = picture.convert("RGB").convert(mode) if mode == "LAB" else _converted(picture, mode)
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    written = BytesIO()
    if kind in ("PNG", "JPEG", "WEBP"):
        options["exif"] = exif
    picture.save(written, kind, **options)
    return written.getvalue()


def _converted(picture: Image.Image, mode: str) -> Image.Image:
    return picture.convert("I").convert(mode) if mode == "I;16" else picture.convert(mode)
