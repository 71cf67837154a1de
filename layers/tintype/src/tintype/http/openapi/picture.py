"""A PNG without an image library: https://www.w3.org/TR/png-3/."""

from __future__ import annotations

import zlib
from binascii import b2a_base64
from struct import pack


def grey(width: int, height: int) -> str:
    """Return a PNG of one grey, 8 bits for each pixel, in base64."""
    header = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x80" * width) * height, 9)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")
    return b2a_base64(b"\x89PNG\r\n\x1a\n" + chunks, newline=False).decode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
