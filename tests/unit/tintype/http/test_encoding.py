from __future__ import annotations

import gzip
import tracemalloc
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.events import call
from tintype.errors import BodyTooLargeError, RequestError, UnsupportedEncodingError
from tintype.http import answer
from tintype.http.encoding import decoded, encoded
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


def rendered(body, *, binary=False):
    return {"statusCode": 200, "headers": {"X-Own": "1"}, "body": body, "isBase64Encoded": binary}


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("gzip", True),
        ("GZip, deflate, br", True),
        ("x-gzip", True),
        ("*", True),
        ("gzip;q=0.001", True),
        ("br;q=1, gzip;q=0.5", True),
        ("gzip;q=0.5, identity;q=0.5", True),
        ("*;q=0, gzip", True),
        ("gzip;q=0.5, identity", False),
        ("gzip;q=0.5, *", False),
        ("gzip;q=0", False),
        ("gzip; q=0.0, *", False),
        ("identity", False),
        ("identity;q=0", False),
        ("br, deflate", False),
        ("gzip;q=2", False),
        ("", False),
        (",;,=", False),
    ],
)
def test_accept_encoding(accept, chosen):
    """The coding that the caller likes best is taken, gzip where both are as good (RFC 9110, section 12.5.3)."""
    made = encoded(rendered("x" * 10_000), accept)
    assert (made["headers"].get("Content-Encoding") == "gzip") == chosen
    assert made["headers"]["Vary"] == "Accept-Encoding"
    assert made["headers"]["X-Own"] == "1"
    assert made["isBase64Encoded"] == chosen


@pytest.mark.parametrize(
    ("size", "accept", "chosen"),
    [
        (1399, "gzip", False),
        (1400, "gzip", True),
        (1, "gzip;q=1.0, identity;q=0.5", False),
        (1, "gzip, identity;q=0", True),
        (1, "gzip, *;q=0", True),
        (0, "gzip, identity;q=0", False),
    ],
)
def test_small(size, accept, chosen):
    """A text that fits into one packet is compressed only for a caller who refuses it as it is."""
    made = encoded(rendered("x" * size), accept)
    assert ("Content-Encoding" in made["headers"]) == chosen
    assert ("Vary" in made["headers"]) == bool(size)


def test_bytes_stay():
    """Bytes, such as images, are sent as they are."""
    one = rendered("AAAA" * 1000, binary=True)
    assert encoded(one, "gzip") == one


@given(st.text(min_size=1))
def test_text_survives(text):
    """What the caller decompresses is the text in UTF-8, and the same text gives the same bytes."""
    made = encoded(rendered(text), "gzip, identity;q=0")
    assert gzip.decompress(b64decode(made["body"], validate=True)) == text.encode(errors="replace")
    assert encoded(rendered(text), "gzip, identity;q=0") == made
    assert int.from_bytes(b64decode(made["body"])[4:8]) == 0  # no time


@given(st.text(max_size=50), st.integers(0, 2000))
def test_any_accept_encoding(accept, size):
    """Whatever the field says, the answer is the text, one way or the other."""
    made = encoded(rendered("x" * size), accept)
    body = gzip.decompress(b64decode(made["body"])) if made["isBase64Encoded"] else made["body"].encode()
    assert body == b"x" * size


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_tags_name_bytes(service, method):
    """The compressed answer has a tag of its own, by which it is 304, without an encoding of nothing."""
    plain = answer(call(method, "/openapi.json"), service)
    packed = answer(call(method, "/openapi.json", headers={"accept-encoding": "gzip"}), service)
    assert packed["headers"]["Content-Encoding"] == "gzip"
    assert packed["headers"]["ETag"] != plain["headers"]["ETag"]
    assert plain["headers"]["Vary"] == packed["headers"]["Vary"] == "Accept-Encoding"
    asked = {"Accept-Encoding": "gzip", "If-None-Match": packed["headers"]["ETag"]}
    again = answer(call(method, "/openapi.json", headers=asked), service)
    assert (again["statusCode"], again["body"], again["isBase64Encoded"]) == (304, "", False)
    assert again["headers"]["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in again["headers"]
    other = answer(call(method, "/openapi.json", headers={"If-None-Match": packed["headers"]["ETag"]}), service)
    assert other["statusCode"] == 200
    if method == "GET":
        assert gzip.decompress(b64decode(packed["body"])).decode() == other["body"] == plain["body"]
    else:
        assert packed["body"] == ""


def test_errors(service):
    """A long error is compressed like any other answer."""
    path = "/v1/" + "x" * 2000
    made = answer(call("GET", path, headers={"Accept-Encoding": "gzip, identity;q=0"}), service)
    assert made["statusCode"] == 404
    assert b"error" in gzip.decompress(b64decode(made["body"]))


def test_what_is_sent_counts(service, monkeypatch):
    """An answer that is too large as it is passes where it is small enough compressed."""
    monkeypatch.setattr("tintype.http.answering._MOST_ANSWER", 20_000)
    assert answer(call("GET", "/openapi.json"), service)["statusCode"] != 200
    packed = answer(call("GET", "/openapi.json", headers={"Accept-Encoding": "gzip"}), service)
    assert packed["statusCode"] == 200
    assert len(packed["body"]) <= 20_000 < len(gzip.decompress(b64decode(packed["body"])))
