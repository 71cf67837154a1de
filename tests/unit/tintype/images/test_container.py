from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.errors import ImageTooLargeError, NewerFileError, TruncatedImageError, UnsupportedImageError
from tintype.images.container import Coded, Writer, pack, read_writer, unpack
from tintype.images.formats import CODED as MAGIC
from tintype.images.formats import is_coded, sniff

SIDES = st.integers(1, 2**32 - 1)
WRITERS = st.builds(
    Writer, st.integers(1, 2**32 - 1), st.binary(min_size=32, max_size=32), st.binary(min_size=8, max_size=8)
)
CODED = st.builds(
    Coded,
    writer=WRITERS,
    width=SIDES,
    height=SIDES,
    quality=st.integers(1, 100),
    payload=st.binary(),
    grey=st.booleans(),
    alpha=st.none() | st.binary(),
    icc_profile=st.none() | st.binary(min_size=1),
)
SMALL = Coded(Writer(3, b"d" * 32, b"t" * 8), 20, 10, 50, b"payload", alpha=b"a plane", icc_profile=b"a profile")
ALL = 2**64


def sealed(body: bytes) -> bytes:
    """Return a file with the right checksum, whatever is in it."""
    return body + zlib.crc32(body).to_bytes(4)


@given(CODED)
def test_round_trip(coded):
    """What is packed is unpacked as it was, and says who wrote it without being unpacked."""
    file = pack(coded)
    assert is_coded(file)
    assert unpack(file, ALL) == coded
    assert read_writer(file) == coded.writer


@given(st.binary() | st.binary().map(MAGIC.__add__) | st.binary().map(lambda end: sealed(pack(SMALL)[:-4] + end)))
def test_any_bytes(data):
    """Any bytes are a picture's parts, or refused with what is wrong."""
    try:
        coded = unpack(data, 10_000)
    except (TruncatedImageError, NewerFileError, ImageTooLargeError):
        return
    assert coded.width * coded.height <= 10_000


@given(st.data())
def test_damage(data):
    """A file in which one byte differs, or of which an end is missing, is never read as a whole one."""
    file = bytearray(pack(SMALL))
    place = data.draw(st.integers(0, len(file) - 1))
    if data.draw(st.booleans()):
        file[place] ^= data.draw(st.integers(1, 255))
    else:
        del file[place:]
    with pytest.raises((TruncatedImageError, NewerFileError, ImageTooLargeError)):
        unpack(bytes(file), 10_000)


@given(st.integers(8, 66), st.binary(min_size=1, max_size=8))
def test_forged_lengths(place, said):
    """A right checksum helps no header that says what cannot be."""
    file = bytearray(pack(SMALL)[:-4])
    file[place : place + len(said)] = said
    try:
        coded = unpack(sealed(bytes(file)), 10_000)
    except (TruncatedImageError, NewerFileError, ImageTooLargeError):
        return
    assert coded.payload in SMALL.payload or coded.payload.endswith(SMALL.payload)


def test_too_large():
    """The limit of pixels is looked at before anything else is."""
    file = pack(SMALL._replace(width=1_000_000, height=1_000_000))
    with pytest.raises(ImageTooLargeError, match="1000000 x 1000000"):
        unpack(file[:70], 50_000_000)


def test_newer():
    """A file of a later format is no damaged one."""
    file = MAGIC + b"\x02" + b"whatever that will be"
    for read in (lambda: unpack(file, ALL), lambda: read_writer(file)):
        with pytest.raises(NewerFileError, match="format 1 at most, received one of format 2"):
            read()


def test_profile_that_explodes():
    """A deflated profile that grows beyond the limit is refused before it has grown."""
    file = pack(SMALL._replace(alpha=None, icc_profile=b"p", payload=b""))
    bomb = zlib.compress(bytes(20_000_000), 9)
    with pytest.raises(TruncatedImageError):
        unpack(sealed(file[:63] + len(bomb).to_bytes(4) + bomb), ALL)


def test_profile_that_is_too_large():
    """A profile that no reader takes is left out."""
    assert unpack(pack(SMALL._replace(icc_profile=bytes(2**24 + 1))), ALL).icc_profile is None


def test_refused_elsewhere():
    """Where an ordinary image is expected the file is named, not taken for noise."""
    with pytest.raises(UnsupportedImageError, match="a learned codec wrote"):
        sniff(pack(SMALL))
