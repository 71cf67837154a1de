from __future__ import annotations

import gzip
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.events import call
from tintype.errors import BodyTooLargeError, RequestError, UnsupportedEncodingError
from tintype.http.encoding import decoded
from tintype.http.request import parse

LIMIT = 1000


@given(st.binary(max_size=LIMIT))
def test_gzip(data):
    """Whatever was compressed comes out as it was."""
    event = call("POST", "/", gzip.compress(data), headers={"Content-Encoding": "GZIP"})
    assert parse(event, LIMIT + 100).body == data


@pytest.mark.parametrize("encoding", ["", "identity", " , "])
def test_plain(encoding):
    """Without an encoding the body stays as it is."""
    assert decoded(b"plain", encoding, LIMIT) == b"plain"


def test_bomb():
    """A small stream that would become huge is refused with 413, and is never in memory."""
    bomb = gzip.compress(bytes(50_000_000))
    tracemalloc.start()
    with pytest.raises(BodyTooLargeError):
        decoded(bomb, "gzip", LIMIT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_limit():
    """Just as many bytes as the limit pass, one more does not."""
    assert len(decoded(gzip.compress(bytes(LIMIT)), "gzip", LIMIT)) == LIMIT
    with pytest.raises(BodyTooLargeError):
        decoded(gzip.compress(bytes(LIMIT + 1)), "gzip", LIMIT)


@pytest.mark.parametrize("body", [b"plain", gzip.compress(b"x" * 99)[:-1], gzip.compress(b"x") + b"y", b"\x1f\x8b"])
def test_broken(body):
    """What is no whole gzip stream is refused with 400."""
    with pytest.raises(RequestError, match="Expected a whole gzip stream") as caught:
        decoded(body, "gzip", LIMIT)
    assert caught.value.status == 400


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip", "gzip, br"])
def test_another_encoding(encoding):
    """Another encoding is refused with 415 and by its name."""
    with pytest.raises(UnsupportedEncodingError, match=encoding):
        decoded(b"x", encoding, LIMIT)


@given(st.binary())
def test_never_another_error(data):
    """Whatever bytes come, the answer is a body or an error of the request."""
    try:
        decoded(data, "gzip", LIMIT)
    except RequestError:
        return
