from __future__ import annotations

from base64 import b64decode
from io import BytesIO

import pytest
from PIL import Image

from tests.models.published import TOP_RIGHT, release
from tests.support.events import call
from tintype.http import answer

PATH = "/v1/models/quadrants:explain"
PNG = {"Accept": "image/png"}


@pytest.fixture(autouse=True)
def _released(bucket):
    release(bucket, "quadrants")


def test_document(ask):
    """An image's explanation comes with what answered."""
    found = ask("POST", PATH, TOP_RIGHT, content_type="image/png")
    assert found.status == 200
    assert (found.document["model"], found.document["version"], found.document["label"]) == (
        "quadrants",
        1,
        "top right",
    )
    assert found.document["method"] == "occlusion"
    assert found.headers["X-Tintype-Version"] == "1"
    assert "run;dur=" in found.headers["Server-Timing"]


def test_version(ask):
    """A version's own explanation is at its own address."""
    assert ask("POST", "/v1/models/quadrants/versions/1:explain", TOP_RIGHT).document["version"] == 1


@pytest.mark.parametrize("view", ["heat", "overlay"])
def test_picture(service, view):
    """Who accepts a picture alone gets one."""
    found = answer(call("POST", PATH, TOP_RIGHT, headers=PNG, query={"view": view}), service)
    assert found["headers"]["Content-Type"] == "image/png"
    assert Image.open(BytesIO(b64decode(found["body"]))).size == (8, 8)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"view": "inside"}, "heat or overlay"),
        ({"method": "guess"}, "cam, gradients, occlusion"),
        ({"label": "middle"}, "4 labels"),
        ({"faithfulness": "maybe"}, "true or false"),
    ],
)
def test_bad_wishes(ask, query, expected):
    """A wish that cannot be met is refused, with what can."""
    found = ask("POST", PATH, TOP_RIGHT, query=query)
    assert found.status == 400
    assert expected in found.document["error"]


def test_no_image(ask):
    """No image, another body, or a type that cannot be given is refused as everywhere."""
    assert ask("POST", PATH, b"").status == 400
    assert ask("POST", PATH, b"no image", content_type="image/png").status == 400
    assert ask("POST", PATH, {"instances": [1]}).status == 400
    assert ask("POST", PATH, TOP_RIGHT, headers={"Accept": "image/tiff"}).status == 406
