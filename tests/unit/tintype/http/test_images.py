from __future__ import annotations

import json
from base64 import b64encode

import pytest

from tests.models.published import TOP_RIGHT, png, release
from tests.support.events import call
from tintype.errors import InferenceError
from tintype.http import answer
from tintype.http.caller import folder
from tintype.http.images import MOST
from tintype.serving import pipeline
from tintype.tasks import reading

PATH = "/v1/models/quadrants:predict"
BOTTOM_LEFT = png(8, 8, *[0] * 32, *([255] * 4 + [0] * 4) * 4)


def b64(data: bytes) -> str:
    return b64encode(data).decode()


@pytest.fixture(autouse=True)
def _released(bucket):
    release(bucket, "quadrants")


def test_in_order(ask):
    """Each image is answered in its place, in either form, as a call of its own would be."""
    found = ask("POST", PATH, {"images": [{"b64": b64(BOTTOM_LEFT)}, b64(TOP_RIGHT)]})
    assert found.status == 200
    alone = [ask("POST", PATH, image, content_type="image/png").document for image in (BOTTOM_LEFT, TOP_RIGHT)]
    assert found.document == {"results": alone}
    assert found.headers["X-Tintype-Model"] == "quadrants"


def test_time_of_all(ask, monkeypatch):
    """The header has the sum of what all images took; those that failed took nothing."""
    ticks = iter(range(100))
    monkeypatch.setattr(reading, "perf_counter", lambda: next(ticks))
    found = ask("POST", PATH, {"images": [b64(TOP_RIGHT), b64(b"no"), b64(TOP_RIGHT), b64(TOP_RIGHT)]})
    assert "decode;dur=3000.000, run;dur=3000.000" in found.headers["Server-Timing"]


def test_bad_among_good(ask):
    """What is wrong with an image is said in its place, with the status that it alone would have had."""
    bad = [b"", b"not an image", TOP_RIGHT[:60], b"%PDF-1.7"]
    found = ask("POST", PATH, {"images": [b64(TOP_RIGHT), *map(b64, bad), "b64?", b64(TOP_RIGHT)]})
    assert found.status == 200
    first, *middle, last = found.document["results"]
    assert first["label"] == last["label"] == "top right"
    assert [result["error"]["status"] for result in middle] == [400, 400, 400, 415, 400]
    assert "received a PDF document" in middle[3]["error"]["message"]
    assert "base64" in middle[4]["error"]["message"]


def test_all_bad(ask):
    """A call of only bad images has been answered all the same: each has its error."""
    found = ask("POST", PATH, {"images": [b64(b"no"), b64(b"neither")]})
    assert found.status == 200
    assert [list(result) for result in found.document["results"]] == [["error"], ["error"]]
    assert found.headers["X-Tintype-Version"] == "1"


def test_model_fails(ask, monkeypatch, logged):
    """Where the model fails on an image, its place says so, and the log says why."""
    runs = iter([InferenceError("out of memory"), None])
    whole = pipeline.predict

    def failing(*arguments):
        if error := next(runs):
            raise error
        return whole(*arguments)

    monkeypatch.setattr("tintype.http.images.predict", failing)
    failed, good = ask("POST", PATH, {"images": [b64(TOP_RIGHT)] * 2}).document["results"]
    assert failed["error"]["status"] == 500
    assert "out of memory" not in failed["error"]["message"]
    assert good["label"] == "top right"
    assert [line["detail"] for line in logged() if line.get("kind") == "InferenceError"] == ["out of memory"]


def test_too_many_pixels(make_service):
    """The limit of pixels holds for each image."""
    response = answer(call("POST", PATH, {"images": [b64(png(40, 30, 0)), b64(TOP_RIGHT)]}), make_service(max_pixels=9))
    first, second = json.loads(response["body"])["results"]
    assert (first["error"]["status"], second["error"]["status"]) == (413, 413)
    assert "40 x 30" in first["error"]["message"]


def test_upload(make_service, make_bucket):
    """An entry may name an upload of the caller; one that is not there takes nothing from the others."""
    uploads = make_bucket()
    uploads.put(folder("anybody") + "a.png", TOP_RIGHT)
    event = call("POST", PATH, {"images": [{"upload": "b.png"}, {"upload": {"key": "a.png"}}, b64(BOTTOM_LEFT)]})
    missing, found, sent = json.loads(answer(event, make_service(upload_bucket=uploads.name))["body"])["results"]
    assert missing["error"]["status"] == 404
    assert (found["label"], sent["label"]) == ("top right", "bottom left")


@pytest.mark.parametrize(
    ("query", "body", "length"), [({}, {"top": 3}, 3), ({"top": "2"}, {}, 2), ({"top": "2"}, {"top": 1}, 1)]
)
def test_top(ask, query, body, length):
    """The number of candidates stands in the document, or else in the query."""
    found = ask("POST", PATH, {"images": [b64(TOP_RIGHT)], **body}, query=query)
    assert len(found.document["results"][0]["predictions"]) == length


@pytest.mark.parametrize("top", [0, 1001, True, None, 1.5, [1], "one", "", "5"])
def test_bad_top(ask, top):
    """Another number of candidates than 1 to 1000 is refused."""
    found = ask("POST", PATH, {"images": [b64(TOP_RIGHT)], "top": top})
    assert found.status == 400
    assert "a whole number from 1 to 1000" in found.document["error"]


@pytest.mark.parametrize(
    ("images", "reason"),
    [
        ([], "an empty array"),
        ({}, "as an object"),
        (None, "as null"),
        ("b64", "as a string"),
        (["", 5], "the entry 5"),
        ([{}], "the entry {}"),
        ([{"b64": 5}], "the entry"),
        ([{"b64": "", "upload": "a"}], "the entry"),
        ([{"url": "https://example.org/a.png"}], "the entry"),
        ([{"upload": 5}], "the entry"),
        ([{"upload": ""}], "the entry"),
        ([{"upload": {"version_id": "1"}}], "the entry"),
        ([["x" * 10_000]], "the entry"),
    ],
)
def test_malformed(ask, images, reason):
    """A list of another form is refused as a whole, before any image is looked at."""
    status, _, document = ask("POST", PATH, {"images": images})
    assert status == 400
    assert f"received {reason}" in document["error"] or f'received "images" {reason}' in document["error"]
    assert len(document["error"]) < 500


def test_two_forms(ask):
    """Images beside TensorFlow Serving's rows are refused: only one of them could be answered."""
    status, _, document = ask("POST", PATH, {"images": [b64(TOP_RIGHT)], "instances": []})
    assert status == 400
    assert "beside ['instances']" in document["error"]


def test_many(ask):
    """As many images as are allowed are answered, one more is refused."""
    assert len(ask("POST", PATH, {"images": [b64(TOP_RIGHT)] * MOST}).document["results"]) == MOST
    status, _, document = ask("POST", PATH, {"images": [""] * (MOST + 1)})
    assert status == 400
    assert "received 257" in document["error"]


@pytest.mark.parametrize(
    ("accept", "status"), [("*/*", 200), ("image/png, application/*;q=0.1", 200), ("image/png", 406)]
)
def test_accept(ask, accept, status):
    """Several images are answered in JSON, or not at all."""
    found = ask("POST", PATH, {"images": [b64(TOP_RIGHT)]}, headers={"Accept": accept})
    assert found.status == status
