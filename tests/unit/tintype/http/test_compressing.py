from __future__ import annotations

import json
from base64 import b64decode

import pytest
from PIL import Image

from tests.support.events import call
from tests.support.pictures import pixels, saved
from tintype.http import answer

PATH = "/v1/images:compress"


@pytest.fixture(scope="module")
def photograph():
    return Image.fromarray(pixels())


@pytest.fixture(scope="module")
def png(photograph):
    return saved(photograph)


@pytest.fixture
def ask(service):
    def asking(data, accept="*/*", **query):
        response = answer(call("POST", PATH, data, headers={"Accept": accept}, query=query), service)
        return response["statusCode"], response["headers"], response["body"]

    return asking


def test_file(ask, png):
    """An image comes back as a file, with figures in the headers."""
    status, headers, body = ask(png)
    assert status == 200
    assert headers["Content-Type"] in ("image/webp", "image/jpeg")
    assert len(b64decode(body)) < len(png) == int(headers["X-Tintype-Received-Bytes"])
    assert float(headers["X-Tintype-Psnr"]) > 25
    assert 0.5 < float(headers["X-Tintype-Ssim"]) <= 1
    assert 1 <= int(headers["X-Tintype-Quality"]) <= 100
    assert "decode;dur=" in headers["Server-Timing"]


def test_unchanged(ask, photograph):
    """A file that is better as it is comes back byte for byte."""
    small = saved(photograph, "JPEG", quality=10)
    _, headers, body = ask(small, quality="95")
    assert b64decode(body) == small
    assert (headers["Content-Type"], headers["X-Tintype-Unchanged"]) == ("image/jpeg", "true")


@pytest.mark.parametrize(
    ("accept", "kinds"),
    [
        ("image/jpeg", {"image/jpeg"}),
        ("image/*", {"image/webp", "image/jpeg"}),
        ("image/avif,image/webp,*/*;q=0.1", {"image/avif", "image/webp", "image/jpeg"}),
        ("image/*, image/webp;q=0", {"image/jpeg"}),
    ],
)
def test_accept(ask, png, accept, kinds):
    """Only formats take part that the caller accepts, AVIF by its own name alone."""
    assert ask(png, accept)[1]["Content-Type"] in kinds


def test_document(ask, png):
    """A document has the file in base64, and what every format came to."""
    document = json.loads(ask(png, "application/json")[2])
    assert document["image"] == {"width": 160, "height": 120, "format": "PNG", "bytes": len(png)}
    assert not document["unchanged"]
    assert len(b64decode(document["output"]["b64"])) == document["output"]["bytes"]
    assert {each["media_type"] for each in document["tried"]} == {"image/webp", "image/jpeg"}


def test_refused(ask, png):
    """A wish, a body or a type that cannot be is refused as everywhere."""
    assert ask(png, quality="best")[0] == 400
    assert ask(b"no image")[0] == 400
    assert ask(b"")[0] == 400
    assert ask(png, "text/html")[0] == 406
