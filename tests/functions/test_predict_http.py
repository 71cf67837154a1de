from __future__ import annotations

import base64
import json
from io import BytesIO

import pytest
from PIL import Image

from tests.functions.conftest import EVENTS
from tintype.compressing.fidelity import psnr
from tintype.images import decode
from tintype.images.container import unpack
from tintype.registry import promote, publish
from tintype.registry.folder import read_folder

EXAMPLES = EVENTS.parent / "training" / "examples"

STATUS = {
    "http_health": 200,
    "http_models": 200,
    "http_predict_png": 200,
    "http_predict_mask": 200,
    "http_predict_cutout": 200,
    "http_predict_encode": 200,
    "http_predict_decode": 200,
    "http_predict_instances_b64": 200,
    "http_predict_instances_numbers": 200,
    "http_predict_form": 200,
    "http_predict_images": 200,
    "http_predict_bad_image": 400,
    "http_predict_unknown_model": 404,
    "http_predict_empty_body": 400,
    "http_compress_png": 200,
    "http_unknown_route": 404,
}


@pytest.fixture
def handler(import_handler, buckets):
    """The handler, upon a registry in which three examples are released as well."""
    for name in ("codec", "cutout", "lungs"):
        published = publish(buckets["model"], *read_folder(EXAMPLES / name))
        promote(buckets["model"], name, published.version, who="a test", why="to see it answer")
    return import_handler("predict_http")


def test_every_event():
    """Every event for this function has an answer that is expected here."""
    assert {path.stem for path in EVENTS.glob("http_*.json")} == STATUS.keys()


@pytest.mark.parametrize("name", STATUS)
def test_status(handler, event, name):
    """Each event gets the status that events/README.md gives, and errors are JSON."""
    response = handler(event(name), None)
    assert response["statusCode"] == STATUS[name]
    said = {} if response["isBase64Encoded"] else json.loads(response["body"])
    assert ("error" in said) == (STATUS[name] >= 400)


def test_listed(handler, event):
    """The released models are listed."""
    listed = json.loads(handler(event("http_models"), None)["body"])["models"]
    assert [entry["name"] for entry in listed] == ["codec", "cutout", "digits", "lungs"]


def test_png(handler, event):
    """The picture of a seven is one."""
    response = handler(event("http_predict_png"), None)
    assert json.loads(response["body"])["label"] == "7"
    assert response["headers"]["X-Tintype-Model"] == "digits"


def test_mask(handler, event):
    """The lungs in a film are drawn, as polygons: about a quarter of it, at the size that was sent."""
    document = json.loads(handler(event("http_predict_mask"), None)["body"])
    (lungs,) = document["segments"]
    assert lungs["label"] == "lungs"
    assert 0.1 < document["areas"][1]["share"] < 0.4
    largest = max(lungs["segmentation"], key=len)
    assert max(largest[::2]) <= document["image"]["width"]


def test_mask_as_picture(handler, event):
    """Who accepts pictures gets the mask as PNG."""
    asked = event("http_predict_mask")
    response = handler(asked | {"headers": asked["headers"] | {"Accept": "image/*"}}, None)
    assert response["headers"]["Content-Type"] == "image/png"
    assert base64.b64decode(response["body"]).startswith(b"\x89PNG")


def test_cutout(handler, event):
    """What is around the cup is transparent, the cup is not, and the picture has the size of what was sent."""
    asked = event("http_predict_cutout")
    response = handler(asked, None)
    assert response["headers"]["Content-Type"] == "image/png"
    with Image.open(BytesIO(base64.b64decode(response["body"]))) as picture, sent(asked) as photograph:
        assert picture.size == photograph.size
        alpha = picture.getchannel("A")
    width, height = alpha.size
    assert alpha.getpixel((width * 45 // 100, height * 60 // 100)) > 200
    assert max(alpha.getpixel((x, y)) for x in (3, width - 4) for y in (3, height - 4)) < 100


def sent(asked):
    return Image.open(BytesIO(base64.b64decode(asked["body"])))


def test_codec(handler, event):
    """A picture becomes a smaller file, and the file that was made of it before becomes a picture like it."""
    encoded = json.loads(handler(event("http_predict_encode"), None)["body"])
    file = base64.b64decode(encoded["output"]["b64"])
    assert len(file) == encoded["output"]["bytes"] < encoded["image"]["bytes"]
    kept = unpack(base64.b64decode(event("http_predict_decode")["body"]), 10_000)
    assert unpack(file, 10_000).writer == kept.writer
    decoded = json.loads(handler(event("http_predict_decode"), None)["body"])
    back = decode(base64.b64decode(decoded["output"]["b64"])).image
    given = decode(base64.b64decode(event("http_predict_encode")["body"])).image
    assert psnr(given, back) > 25


@pytest.mark.parametrize(
    ("name", "digits"), [("http_predict_instances_b64", [7, 2]), ("http_predict_instances_numbers", [7])]
)
def test_instances(handler, event, name, digits):
    """Each instance's largest score is at its digit."""
    predictions = json.loads(handler(event(name), None)["body"])["predictions"]
    assert [scores.index(max(scores)) for scores in predictions] == digits


@pytest.mark.parametrize(
    ("name", "labels"), [("http_predict_form", ["7", "2", None]), ("http_predict_images", ["7", None, "2"])]
)
def test_several(handler, event, name, labels):
    """Each of several images is answered in its place, with one candidate as asked for; a bad one has its error."""
    results = json.loads(handler(event(name), None)["body"])["results"]
    assert [result.get("label") for result in results] == labels
    assert [result["error"]["status"] for result in results if "error" in result] == [400]
    assert {len(result["predictions"]) for result in results if "label" in result} == {1}


def test_good_after_bad(handler, event):
    """After every bad call the next good one works."""
    for name in STATUS:
        handler(event(name), None)
        assert handler(event("http_predict_png"), None)["statusCode"] == 200


def test_preload(import_handler, event, monkeypatch):
    """With a configured model, the first call finds it loaded."""
    monkeypatch.setenv("TINTYPE_PRELOAD", "digits")
    response = import_handler("predict_http")(event("http_predict_png"), None)
    assert "load" not in response["headers"]["Server-Timing"]


def test_without_preload(handler, event):
    """Without one, the first call loads the model and says how long that took."""
    assert "load;dur=" in handler(event("http_predict_png"), None)["headers"]["Server-Timing"]
    assert "load" not in handler(event("http_predict_png"), None)["headers"]["Server-Timing"]


def test_compressed(handler, event):
    """A picture comes back in fewer bytes."""
    document = json.loads(handler(event("http_compress_png"), None)["body"])
    assert document["output"]["bytes"] < document["image"]["bytes"]
