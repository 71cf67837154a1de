from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.events import call
from tintype.errors import Base64Error, BodyTooLargeError
from tintype.http.request import decode_base64, parse

LIMIT = 1000


def test_parsed():
    """Method, path, headers, query, body and id come from the event's own fields."""
    event = call(
        "POST", "/v1/models/m:predict", b"\x00\xff", headers={"X-Api-Key": "k", "CONTENT-TYPE": "image/png; a=b"}
    )
    request = parse(event | {"queryStringParameters": {"top": "3"}}, LIMIT)
    assert request.method == "POST"
    assert request.path == "/v1/models/m:predict"
    assert request.headers["x-api-key"] == "k"
    assert request.content_type == "image/png"
    assert request.query == {"top": "3"}
    assert request.body == b"\x00\xff"
    assert request.id == event["requestContext"]["requestId"]


@pytest.mark.parametrize("path", ["/v1/models/m%3Apredict", "/v1/models/m%3apredict"])
def test_encoded_colon(path):
    """A percent-encoded colon is a colon."""
    assert parse(call("POST", path), LIMIT).path == "/v1/models/m:predict"


@pytest.mark.parametrize("event", [{}, {"headers": None, "body": None, "requestContext": None, "path": None}])
def test_absent(event):
    """What API Gateway leaves out or sends as null is empty."""
    request = parse(event, LIMIT)
    assert request[:5] == ("", "", {}, {}, b"")
    assert request.content_type == ""


def test_text():
    """A body that is no base64 is UTF-8 text."""
    assert parse(call("POST", "/", "ä\ud800"), LIMIT).body == "ä?".encode()


@pytest.mark.parametrize("text", ["a", "YQ", "YQ=", "YQ==\n", "Y Q==", "YQ==YQ==", "-_-_", "ä"])
def test_bad_base64(text):
    """Text that is not exactly base64 is refused, and the message says where it was."""
    with pytest.raises(Base64Error, match="in the event's body, received text that is not"):
        parse({"body": text, "isBase64Encoded": True}, LIMIT)


@given(st.binary())
def test_base64(data):
    """Whatever was encoded is decoded."""
    event = call("POST", "/", data)
    assert parse(event, 10**6).body == data
    assert decode_base64(event["body"] or "", "") == data


@pytest.mark.parametrize("body", [bytes(LIMIT + 1), "x" * (LIMIT + 1), "ä" * LIMIT])
def test_too_large(body):
    """More bytes than the limit are refused with both numbers; just the limit is not."""
    with pytest.raises(BodyTooLargeError, match=r"Expected at most 1,000 bytes in one call, received [12],00"):
        parse(call("POST", "/", body), LIMIT)
    assert len(parse(call("POST", "/", body[:LIMIT] if body[0] != "ä" else "ä" * 500), LIMIT).body) == LIMIT


@pytest.mark.parametrize(
    ("whole", "path", "base"),
    [("/api/docs", "/docs", "/api"), ("/api/", "/", "/api"), ("/docs", "/docs", ""), ("", "/docs", "")],
)
def test_base(whole, path, base):
    """What stands before the path in the address is the stage."""
    assert parse({"path": path, "requestContext": {"path": whole}}, 1).base == base
