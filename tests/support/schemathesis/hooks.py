"""What schemathesis cannot know: how an image looks. Runs in an environment of its own (SCHEMATHESIS_HOOKS)."""

import base64
import struct
import zlib

import schemathesis
from hypothesis import strategies as st


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(size: tuple[int, int], pixel: int) -> bytes:
    width, height = size
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + bytes([pixel]) * width) * height)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


IMAGES = st.builds(_png, st.tuples(st.integers(1, 40), st.integers(1, 40)), st.integers(0, 255))

# The first bytes decide what an image is, so that a PNG is right under each of these names.
for subtype in ("png", "jpeg", "webp", "gif", "bmp", "tiff"):
    schemathesis.openapi.media_type(f"image/{subtype}", IMAGES)
schemathesis.openapi.format("base64-image", IMAGES.map(lambda image: base64.b64encode(image).decode()))
