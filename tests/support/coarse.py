"""A codec as ``tintype.codec`` is one, without learning: what is left of a value after a division, deflated."""

from __future__ import annotations

import zlib
from typing import NamedTuple, Self

from PIL import Image

from tintype.errors import ManifestError, TruncatedImageError


class Tables(NamedTuple):
    """The file that a version has of them; ``b"coarse "`` and a shift of all values."""

    shift: int

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read the file."""
        word, _, shift = data.partition(b" ")
        if word != b"coarse":
            raise ManifestError("tables", "coarse ones", repr(data[:20]))
        return cls(int(shift or b"0"))


def step(quality: int) -> float:
    """Return what values are divided by: 1 for the best quality, 34 for the worst."""
    return float(1 + (100 - quality) // 3)


def encode(image: Image.Image, quality: int, tables: Tables) -> bytes:
    """Return the payload."""
    size = int(step(quality))
    return zlib.compress(bytes((value // size + tables.shift) % 256 for value in image.tobytes()))


def decode(payload: bytes, size: tuple[int, int], quality: int, tables: Tables) -> Image.Image:
    """Return the picture."""
    try:
        values = zlib.decompress(payload)
    except zlib.error as error:
        raise TruncatedImageError("coarse", str(error)) from error
    factor = int(step(quality))
    return Image.frombytes("RGB", size, bytes((value - tables.shift) % 256 * factor for value in values))
