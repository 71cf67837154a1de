from __future__ import annotations

import json
from base64 import b64decode
from io import BytesIO

import pytest
from PIL import Image

from tests.models.published import png, release
from tests.support.events import call
from tintype.http import answer

RED = png(16, 8, (255, 0, 0))


@pytest.fixture
def asking(bucket, service):
    """Return a function that asks the model which finds what is red, and gives status, media type and body."""
    release(bucket, "subject")

    def asking(accept="*/*", **query):
        made = answer(call("POST", "/v1/models/subject:predict", RED, headers={"Accept": accept}, query=query), service)
        body = b64decode(made["body"]) if made["isBase64Encoded"] else json.loads(made["body"])
        return made["statusCode"], made["headers"]["Content-Type"], body

    return asking


@pytest.mark.parametrize(
    ("accept", "query", "kind"),
    [
        ("*/*", {}, "image/png"),
        ("image/*", {"view": "overlay"}, "image/png"),
        ("image/jpeg", {"view": "overlay", "quality": "80"}, "image/jpeg"),
        ("image/webp, image/png;q=0.5", {"view": "cutout"}, "image/webp"),
    ],
)
def test_pictures(asking, accept, query, kind):
    """Each view comes as what the caller likes best of what it can be, in the image's size."""
    status, received, body = asking(accept, **query)
    assert (status, received) == (200, kind)
    assert Image.open(BytesIO(body)).size == (16, 8)


@pytest.mark.parametrize(("query", "holds"), [({}, False), ({"view": "overlay"}, True)])
def test_document(asking, query, holds):
    """Who accepts JSON gets the mask as run-lengths, and a picture with it where a view is asked for."""
    status, _, document = asking("application/json", **query)
    assert status == 200
    assert document["segments"][0]["segmentation"] == {"size": [8, 16], "counts": "0P4"}
    assert ("b64" in document.get("output", {})) == holds


@pytest.mark.parametrize(
    ("accept", "query", "status", "said"),
    [
        ("image/jpeg", {}, 406, "image/png or application/json"),
        ("image/jpeg", {"view": "cutout"}, 406, "image/png or image/webp or application/json"),
        ("*/*", {"view": "heat"}, 400, "one of mask, overlay, cutout"),
        ("application/json", {"format": "svg"}, 400, "one of rle, counts, polygons"),
    ],
)
def test_refused(asking, accept, query, status, said):
    """What a view cannot be, and what no option is, is refused with what can be had."""
    received, _, document = asking(accept, **query)
    assert received == status
    assert said in document["error"]
