"""Lambda proxy answers as HTTP answers."""

import base64
import json

import pytest

from workbench.local.gateway.answer import MalformedAnswerError, read_answer


def read(document, request, types=("*/*",)):
    payload = document if isinstance(document, bytes) else json.dumps(document).encode()
    return read_answer(payload, request, types)


def test_text(request_of):
    """Status, headers and body are the function's; without a type it is JSON."""
    answer = read({"statusCode": "201", "headers": {"X-N": 5, "X-B": True}, "body": "ü"}, request_of())
    assert (answer.status, answer.body) == (201, "ü".encode())
    assert dict(answer.headers) == {"X-N": "5", "X-B": "true", "Content-Type": "application/json"}


def test_repeated_headers(request_of):
    """Values of multiValueHeaders are all sent, and win over a single one of the same name."""
    document = {"statusCode": 200, "headers": {"set-cookie": "a"}, "multiValueHeaders": {"Set-Cookie": ["b", "c"]}}
    cookies = [value for name, value in read(document, request_of()).headers if name == "Set-Cookie"]
    assert cookies == ["b", "c"]


def test_remapped_headers(request_of):
    """Headers that API Gateway keeps for itself are renamed or dropped."""
    document = {"statusCode": 200, "headers": {"Server": "x", "Content-Length": "99", "Content-Type": "text/plain"}}
    assert dict(read(document, request_of()).headers) == {"x-amzn-Remapped-Server": "x", "Content-Type": "text/plain"}


@pytest.mark.parametrize(
    ("accept", "types", "decoded"),
    [
        ("image/png", ["image/png"], True),
        ("text/html, image/png", ["image/png"], False),
        ("image/png", ["*/*"], True),
        ("application/json, */*", ["*/*"], True),
        ("*/*", ["image/png"], False),
    ],
)
def test_binary(request_of, accept, types, decoded):
    """A base64 body is decoded only where the first Accept value is of a binary type."""
    text = base64.b64encode(b"\x89PNG").decode()
    document = {"statusCode": 200, "body": text, "isBase64Encoded": True}
    assert read(document, request_of(Accept=accept), types).body == (b"\x89PNG" if decoded else text.encode())


@pytest.mark.parametrize(
    "document",
    [
        b"no json",
        None,
        [],
        "text",
        {},
        {"statusCode": "x"},
        {"statusCode": 99},
        {"statusCode": 200, "body": {"a": 1}},
        {"statusCode": 200, "headers": ["X"]},
        {"statusCode": 200, "headers": {"X": {"a": 1}}},
        {"statusCode": 200, "body": "***", "isBase64Encoded": True},
    ],
)
def test_malformed(request_of, document):
    """What is no Lambda proxy answer is refused."""
    with pytest.raises(MalformedAnswerError):
        read(document, request_of())


def test_no_header_injection(request_of):
    """A line break in a header's value never reaches the wire."""
    answer = read({"statusCode": 200, "headers": {"X": "a\r\nSet-Cookie: b"}}, request_of())
    assert dict(answer.headers)["X"] == "aSet-Cookie: b"
