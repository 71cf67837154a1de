"""The file in which a learned codec keeps a picture: what it is, who wrote it, and the codec's own bytes.

docs/compression.md has the layout. Numbers are big-endian; a CRC-32 of all before it ends the file.
"""

from __future__ import annotations

import zlib
from struct import Struct
from typing import NamedTuple

from tintype.errors import ImageTooLargeError, NewerFileError, TruncatedImageError
from tintype.images.formats import CODED, CODED_TYPE, is_coded

MEDIA_TYPE = CODED_TYPE
FORMAT = 1
KIND = "Tintype"
"""What a document calls the format."""

_HEAD = Struct(">8s3B3I32s8s")
_NUMBER = Struct(">I")
_GREY, _ALPHA, _PROFILE = 1, 2, 4
_MOST_PROFILE = 1 << 24  # bytes: what a deflated one may grow to
_BEST_QUALITY = 100


class Writer(NamedTuple):
    """The version that wrote a file, and alone can read it.

    Attributes:
        version: its number, by which it is looked for first; an import gives it another one.
        digest: the SHA-256 of its model file (32 bytes): what its answers carry, and the proof.
        tables: the first 8 bytes of the SHA-256 of its tables.
    """

    version: int
    digest: bytes
    tables: bytes

    def wrote(self, other: Writer) -> bool:
        """Say whether a file that names ``other`` is this version's: the digests tell, whatever its number is."""
        return (self.digest, self.tables) == (other.digest, other.tables)


class Coded(NamedTuple):
    """A picture as the file has it.

    Attributes:
        writer: who wrote it.
        width, height: in pixels, upright.
        quality: 1 to 100, that it was written with.
        payload: the codec's bytes.
        grey: whether the picture has one channel.
        alpha: its transparency as a greyscale PNG of the same size, if it has any.
        icc_profile: the colour profile that its pixels are in, if one was there.
    """

    writer: Writer
    width: int
    height: int
    quality: int
    payload: bytes
    grey: bool = False
    alpha: bytes | None = None
    icc_profile: bytes | None = None


def pack(coded: Coded) -> bytes:
    """Return the file; of a profile of more than 16 MiB, which no reader takes, nothing is kept."""
    profile = coded.icc_profile if coded.icc_profile and len(coded.icc_profile) <= _MOST_PROFILE else None
    flags = _GREY * coded.grey | _ALPHA * (coded.alpha is not None) | _PROFILE * (profile is not None)
    writer, size = coded.writer, (coded.width, coded.height)
    head = _HEAD.pack(CODED, FORMAT, flags, coded.quality, *size, writer.version, writer.digest, writer.tables)
    blocks = [] if coded.alpha is None else [coded.alpha]
    blocks += [] if profile is None else [zlib.compress(profile, 9)]
    parts = (head, *(_NUMBER.pack(len(block)) + block for block in blocks), coded.payload)
    body = b"".join(parts)
    return body + _NUMBER.pack(zlib.crc32(body))


def unpack(data: bytes, max_pixels: int) -> Coded:
    """Read a file that :func:`pack` made.

    Args:
        data: the whole file.
        max_pixels: refuse larger pictures, by the header, before anything is made of them.

    Raises:
        NewerFileError: it is of a newer format.
        ImageTooLargeError: more pixels than the limit.
        TruncatedImageError: it ends early, or is damaged.
    """
    writer, flags, quality, width, height = _head(data)
    if width * height > max_pixels:
        raise ImageTooLargeError(width, height, max_pixels)
    end = len(data) - _NUMBER.size
    if end < _HEAD.size or _NUMBER.unpack_from(data, end)[0] != zlib.crc32(memoryview(data)[:end]):
        raise _damaged("the checksum differs")
    place = _HEAD.size
    alpha = profile = None
    if flags & _ALPHA:
        alpha, place = _block(data, place, end)
    if flags & _PROFILE:
        deflated, place = _block(data, place, end)
        profile = _inflated(deflated)
    return Coded(writer, width, height, quality, data[place:end], bool(flags & _GREY), alpha, profile)


def read_writer(data: bytes | bytearray) -> Writer:
    """Return who wrote a file, by its first bytes alone.

    Raises:
        NewerFileError: it is of a newer format.
        TruncatedImageError: it ends before it says so, or says what cannot be.
    """
    return _head(data)[0]


def _head(data: bytes | bytearray) -> tuple[Writer, int, int, int, int]:
    """Return the writer, the flags, the quality, the width and the height."""
    if is_coded(data) and len(data) > len(CODED) and data[len(CODED)] > FORMAT:
        raise NewerFileError(data[len(CODED)], FORMAT)
    if len(data) < _HEAD.size:
        raise _damaged(f"{len(data)} bytes")
    magic, form, flags, quality, width, height, version, digest, tables = _HEAD.unpack_from(data)
    known = magic == CODED and form == FORMAT and flags <= _GREY | _ALPHA | _PROFILE
    if not (known and 1 <= quality <= _BEST_QUALITY and width and height and version):
        raise _damaged("a header that no writer makes")
    return Writer(version, digest, tables), flags, quality, width, height


def _block(data: bytes, place: int, end: int) -> tuple[bytes, int]:
    """Return the bytes of a block that begins with their number, and where the next one begins."""
    first = place + _NUMBER.size
    last = first + _NUMBER.unpack_from(data, place)[0] if first <= end else end + 1
    if last > end:
        raise _damaged("a part that ends behind the file")
    return data[first:last], last


def _inflated(deflated: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        profile = stream.decompress(deflated, _MOST_PROFILE)
    except zlib.error as error:
        raise _damaged(f"the colour profile: {error}") from None
    if not stream.eof or stream.unused_data:
        raise _damaged("the colour profile has another length")
    return profile


def _damaged(reason: str) -> TruncatedImageError:
    return TruncatedImageError(KIND, reason)
