from __future__ import annotations

import json
from base64 import b64encode

import pytest

from tests.models.published import TOP_RIGHT, png, release
from tests.support.events import call
from tintype.http import answer

PATH = "/v1/models/quadrants:predict"
JSON = json.dumps({"instances": [{"b64": b64encode(TOP_RIGHT).decode()}]}).encode()


@pytest.fixture(autouse=True)
def _released(bucket):
    release(bucket, "quadrants")


def test_image(ask):
    """A raw picture is answered with the task's document and the headers that say what answered."""
    status, headers, document = ask("POST", PATH, TOP_RIGHT, content_type="image/png")
    assert status == 200
    assert (document["label"], document["score"]) == ("top right", 1.0)
    assert document["image"] == {"width": 8, "height": 8, "format": "PNG"}
    assert (headers["X-Tintype-Model"], headers["X-Tintype-Version"]) == ("quadrants", "1")
    assert headers["X-Tintype-Digest"].startswith("sha256:")
    assert "decode;dur=" in headers["Server-Timing"]


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "image/png",
        "image/jpeg",
        "IMAGE/PNG; q=1",
        "application/octet-stream",
        "application/x-www-form-urlencoded",
        "binary/octet-stream",
    ],
)
def test_raw_types(ask, content_type):
    """A picture is told by its bytes, under any type that a client may give raw bytes, also curl's default."""
    assert ask("POST", PATH, TOP_RIGHT, content_type=content_type).document["label"] == "top right"


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "application/json",
        "application/json; charset=utf-8",
        "application/vnd.tensorflow+json",
        "text/plain",
        "application/x-www-form-urlencoded",
    ],
)
def test_json_types(ask, content_type):
    """JSON is told by its type, or where the type says nothing by its brace."""
    assert ask("POST", PATH, b"  " + JSON, content_type=content_type).document == {"predictions": [[0, 1, 0, 0]]}


@pytest.mark.parametrize("content_type", ["text/html", "text/plain", "multipart/byteranges; boundary=x", "video/mp4"])
def test_other_types(ask, content_type):
    """Another type is refused with the types that are read."""
    status, _, document = ask("POST", PATH, TOP_RIGHT, content_type=content_type)
    assert status == 415
    assert "image/*" in document["error"]


@pytest.mark.parametrize("content_type", ["", "image/png", "application/json", "text/html"])
@pytest.mark.parametrize("path", [PATH, "/v1/models/nothing:predict"])
def test_empty_body(ask, content_type, path):
    """An empty body is refused with an example, before any model is looked for."""
    status, _, document = ask("POST", path, content_type=content_type)
    assert status == 400
    assert "received 0 bytes" in document["error"]


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b"not an image", 400, "begin with 6e 6f 74"),
        (TOP_RIGHT[:60], 400, "truncated or damaged"),
        (b"%PDF-1.7", 415, "received a PDF document"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "SVG"),
        (JSON, 400, "Expected an image"),
    ],
)
def test_bad_image(ask, body, status, message):
    """What is no picture is refused with what it is instead, and the next good call works."""
    answer = ask("POST", PATH, body, content_type="image/png")
    assert answer.status == status
    assert message in answer.document["error"]
    assert ask("POST", PATH, TOP_RIGHT, content_type="image/png").status == 200


def test_too_many_pixels(bucket, make_service):
    """A picture with more pixels than the limit is refused before it is decoded."""
    response = answer(call("POST", PATH, png(40, 30, 0)), make_service(max_pixels=1199))
    assert response["statusCode"] == 413
    assert "40 x 30 = 1,200" in response["body"]
    assert bucket.name not in response["body"]


@pytest.mark.parametrize("top", ["1", "2", "4", "1000"])
def test_top(ask, top):
    """As many candidates are listed as were asked for, at most all."""
    document = ask("POST", PATH, TOP_RIGHT, query={"top": top}).document
    assert len(document["predictions"]) == min(int(top), 4)


@pytest.mark.parametrize("top", ["", "0", "-1", "1001", "1.5", "one", "²", "9" * 5000, " 1", "+1"])
def test_bad_top(ask, top):
    """Another number of candidates than 1 to 1000 is refused."""
    status, _, document = ask("POST", PATH, TOP_RIGHT, query={"top": top})
    assert status == 400
    assert "a whole number from 1 to 1000" in document["error"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{", "property name"),
        (b"[1, 2]", "an array"),
        (b'"text"', "a string"),
        (b"null", "null"),
        (b"\xff\xfe\xfd", "codec"),
        (TOP_RIGHT, "codec"),
        (b'{"instances": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"instances": ' + b"9" * 5000 + b"}", "digits"),
    ],
    ids=["cut", "list", "text", "null", "bytes", "picture", "deep", "long"],
)
def test_bad_json(ask, body, reason):
    """What is no JSON object is refused with the reason."""
    status, _, document = ask("POST", PATH, body, content_type="application/json")
    assert status == 400
    assert "Expected a JSON object" in document["error"]
    assert reason in document["error"]


def test_deeply_nested(ask):
    """Lists in lists, as deep as JSON can be read, are only another shape."""
    depth = 900
    status, _, document = ask("POST", PATH, {"instances": [json.loads("[" * depth + "]" * depth)]})
    assert status == 400
    assert "Expected shape [8,8,1]" in document["error"]
    assert len(document["error"]) < 500
