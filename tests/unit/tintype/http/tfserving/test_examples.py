from __future__ import annotations

import json
import time
from base64 import b64encode

import pytest

from tests.models.published import DRAFTS, TOP_RIGHT, release
from tintype.http.tfserving.examples import rows

PICTURE = {"b64": b64encode(TOP_RIGHT).decode()}
ONES = [[[1.0]] * 8] * 8
LABELS = DRAFTS["quadrants"].labels
CLASSIFY, REGRESS = "/v1/models/quadrants:classify", "/v1/models/quadrants:regress"


@pytest.fixture(autouse=True)
def _released(bucket):
    release(bucket, "quadrants")
    release(bucket, "pair")


def scores(*values):
    return [list(pair) for pair in zip(LABELS, values, strict=True)]


@pytest.mark.parametrize(
    ("body", "results"),
    [
        ({"examples": [{"image": PICTURE}]}, [scores(0, 1, 0, 0)]),
        ({"examples": [{"image": ONES}, {"image": PICTURE}]}, [scores(1, 1, 1, 1), scores(0, 1, 0, 0)]),
        ({"examples": [{}, {}], "context": {"image": PICTURE}}, [scores(0, 1, 0, 0)] * 2),
        ({"examples": [{"image": PICTURE}], "signature_name": ""}, [scores(0, 1, 0, 0)]),
    ],
    ids=lambda value: json.dumps(value)[:40],
)
def test_classified(ask, body, results):
    """Each example gets all labels with their scores in the model's order, under TensorFlow Serving's "results"."""
    status, headers, document = ask("POST", CLASSIFY, body)
    assert (status, document) == (200, {"results": results})
    assert headers["X-Tintype-Version"] == "1"


@pytest.mark.parametrize("which", ["/versions/1", "/labels/production"])
def test_version(ask, which):
    """A version or a label in the path chooses what classifies."""
    path = f"/v1/models/quadrants{which}:classify"
    assert ask("POST", path, {"examples": [{"image": PICTURE}]}).document == {"results": [scores(0, 1, 0, 0)]}


@pytest.mark.parametrize("path", [CLASSIFY, REGRESS])
@pytest.mark.parametrize(
    ("body", "received"),
    [
        ({}, "received None"),
        ({"examples": []}, "received []"),
        ({"examples": {}}, "received {}"),
        ({"examples": [1]}, "received 1"),
        ({"examples": [{}], "context": None}, "received None"),
        ({"examples": [{"image": PICTURE}], "context": {"image": PICTURE}}, "['image'] in \"context\" as well"),
        ("{", "Expected a JSON object"),
        ("[]", "415"),
    ],
    ids=lambda value: json.dumps(value)[:40],
)
def test_malformed(ask, path, body, received):
    """Examples that are none are refused with what came."""
    if body == "[]":
        assert ask("POST", path, body, content_type="text/html").status == 415
        return
    status, _, document = ask("POST", path, body)
    assert status == 400
    assert received in document["error"]


@pytest.mark.parametrize("body", [{"examples": [{"picture": PICTURE}]}, {"examples": [{"image": {"b64": 1}}]}])
def test_wrong_feature(ask, body):
    """A feature of another name, or of no value that the input takes, is told by the input's name."""
    status, _, document = ask("POST", CLASSIFY, body)
    assert status == 400
    assert "'image'" in document["error"]


def test_empty(ask):
    """Nothing in the body is no examples."""
    assert ask("POST", CLASSIFY).status == 400


def test_no_labels(ask):
    """A model without labels has nothing to classify into, and the answer says what to do instead."""
    status, _, document = ask("POST", "/v1/models/pair:classify", {"examples": [{"left": [1, 2], "right": [3, 4]}]})
    assert status == 400
    assert "Expected a model with labels, received 'pair'" in document["error"]


@pytest.mark.parametrize(("model", "instead"), [("quadrants", "Use :predict or :classify."), ("pair", "Use :predict.")])
def test_no_regression(ask, model, instead):
    """No model is one of regression, and the answer says which task it has and what to call."""
    status, _, document = ask("POST", f"/v1/models/{model}:regress", {"examples": [{"x": 1.0}, {"x": 2.0}]})
    assert status == 400
    assert "Expected a regression model" in document["error"]
    assert document["error"].endswith(instead)


@pytest.mark.parametrize("verb", ["classify", "regress"])
def test_unknown_model(ask, verb):
    """A model that is not released is not found, as in TensorFlow Serving."""
    assert ask("POST", f"/v1/models/half:{verb}", {"examples": [{"x": 1.0}]}).status == 404


def test_large_context():
    """A context of thousands of features is not copied for each of thousands of examples: gigabytes, were it."""
    context = {str(number): 1 for number in range(5_000)}
    started = time.thread_time()
    merged = rows({"examples": [{"image": number} for number in range(20_000)], "context": context})
    assert time.thread_time() - started < 0.5
    assert (merged[7]["image"], merged[7]["4999"]) == (7, 1)
