from __future__ import annotations

import json
from base64 import b64encode
from math import inf

import pytest

from tests.models.published import TOP_RIGHT, png, release

PICTURE = {"b64": b64encode(TOP_RIGHT).decode()}
GREY = {"b64": b64encode(png(8, 8, 51)).decode()}
ONES = [[[1.0]] * 8] * 8
QUADRANTS, PAIR = "/v1/models/quadrants:predict", "/v1/models/pair:predict"


@pytest.fixture(autouse=True)
def _released(bucket):
    release(bucket, "quadrants")
    release(bucket, "pair")


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({"instances": [ONES]}, {"predictions": [[1, 1, 1, 1]]}),
        ({"instances": [{"image": ONES}]}, {"predictions": [[1, 1, 1, 1]]}),
        ({"instances": [PICTURE]}, {"predictions": [[0, 1, 0, 0]]}),
        ({"instances": [{"image": PICTURE}]}, {"predictions": [[0, 1, 0, 0]]}),
        ({"instances": [PICTURE, ONES, PICTURE]}, {"predictions": [[0, 1, 0, 0], [1, 1, 1, 1], [0, 1, 0, 0]]}),
        ({"inputs": [ONES, ONES]}, {"outputs": [[1, 1, 1, 1], [1, 1, 1, 1]]}),
        ({"inputs": {"image": [ONES]}}, {"outputs": [[1, 1, 1, 1]]}),
        ({"inputs": [PICTURE]}, {"outputs": [[0, 1, 0, 0]]}),
        ({"inputs": PICTURE}, {"outputs": [[0, 1, 0, 0]]}),
        ({"inputs": {"image": PICTURE}}, {"outputs": [[0, 1, 0, 0]]}),
        ({"inputs": {"image": [PICTURE, PICTURE]}}, {"outputs": [[0, 1, 0, 0], [0, 1, 0, 0]]}),
        ({"signature_name": "serving_default", "instances": [PICTURE]}, {"predictions": [[0, 1, 0, 0]]}),
    ],
    ids=json.dumps,
)
def test_one_input(ask, body, answer):
    """With one input and one output, neither needs its name, in rows as in columns."""
    status, headers, document = ask("POST", QUADRANTS, body)
    assert (status, document) == (200, answer)
    assert headers["X-Tintype-Model"] == "quadrants"
    assert "run;dur=" in headers["Server-Timing"]


def test_b64_goes_the_way_of_an_image(ask):
    """A picture in base64 is decoded, resized and scaled as a raw one is."""
    assert ask("POST", QUADRANTS, {"instances": [GREY]}).document["predictions"][0] == pytest.approx([0.2] * 4)


def test_two_inputs_by_row(ask):
    """With several inputs and outputs, each row names them."""
    rows = [{"left": [1, 2], "right": [3, 4]}, {"right": [0, 1], "left": [5, 5]}]
    assert ask("POST", PAIR, {"instances": rows}).document == {
        "predictions": [{"sum": [4, 6], "product": [3, 8]}, {"sum": [5, 6], "product": [0, 5]}]
    }


def test_two_inputs_by_column(ask):
    """With several inputs and outputs, each column is named."""
    columns = {"left": [[1, 2], [5, 5]], "right": [[3, 4], [0, 1]]}
    assert ask("POST", PAIR, {"inputs": columns}).document == {
        "outputs": {"sum": [[4, 6], [5, 6]], "product": [[3, 8], [0, 5]]}
    }


@pytest.mark.parametrize(
    ("body", "expected", "received"),
    [
        ({}, 'either "instances"', "received neither (but [])"),
        ({"image": 1}, 'either "instances"', "neither (but ['image'])"),
        ({"instances": [ONES], "inputs": [ONES]}, 'either "instances"', "received both"),
        ({"instances": []}, 'either "instances"', "an empty array"),
        ({"instances": ONES[0][0][0]}, 'either "instances"', "a number"),
        ({"instances": None}, 'either "instances"', "null"),
        ({"instances": {"image": [ONES]}}, 'either "instances"', "an object"),
        ({"instances": [ONES, {"image": ONES}]}, 'either "instances"', "named and unnamed entries"),
        ({"instances": [{"image": ONES, "size": 8}]}, 'either "instances"', "['size'], of which the model has no"),
        ({"signature_name": "other", "instances": [ONES]}, '"serving_default"', "'other'"),
        ({"inputs": []}, 'either "instances"', '"inputs" with [0] entries'),
        ({"inputs": {}}, 'either "instances"', '"inputs" with [] entries'),
        ({"instances": ONES}, "shape [8,8,1]", "shape [8,1]"),
        ({"instances": [ONES[:7]]}, "shape [8,8,1]", "shape [7,8,1]"),
        ({"instances": [[*ONES[:7], [[1]] * 7]]}, "shape [8,8,1]", "unequal lengths"),
        ({"instances": [[*ONES[:7], 3]]}, "shape [8,8,1]", "unequal lengths"),
        ({"instances": [[[["1"]] * 8] * 8]}, "float32 values", "must be real number, not str"),
        ({"instances": [[[[None]] * 8] * 8]}, "float32 values", "must be real number, not null"),
        ({"instances": [[[[10**400]] * 8] * 8]}, "float32 values", "too large"),
        ({"instances": [None]}, "nested numbers of shape [8, 8, 1]", "nothing"),
        ({"instances": ["text"]}, "shape [8,8,1]", "shape []"),
        ({"instances": [{"picture": ONES}]}, '{"b64": "…"} or nested numbers', "['picture']"),
        ({"instances": [{"b64": 5}]}, '{"b64": "…"} or nested numbers', "['b64']"),
        ({"instances": [{"b64": None}]}, '{"b64": "…"} or nested numbers', "['b64']"),
        ({"instances": [{**PICTURE, "more": 1}]}, '{"b64": "…"} or nested numbers', "['b64', 'more']"),
        ({"instances": [{"b64": "***"}]}, 'base64 (RFC 4648) in "b64"', "text that is not"),
        ({"instances": [{"b64": "ä"}]}, 'base64 (RFC 4648) in "b64"', "text that is not"),
        ({"instances": [{"b64": ""}]}, "Expected an image", "begin with nothing"),
        ({"instances": [{"b64": "bm8gaW1hZ2U="}]}, "Expected an image", "begin with 6e 6f"),
        ({"inputs": {"picture": [ONES]}}, "nested numbers of shape [8, 8, 1]", "nothing"),
        ({"inputs": None}, "nested numbers of shape [8, 8, 1]", "nothing"),
        ({"inputs": 5}, "shape [8,8,1]", "shape []"),
    ],
    ids=lambda value: json.dumps(value)[:50],
)
def test_malformed(ask, body, expected, received):
    """What cannot be the model's input is told with what was expected and what was received."""
    status, _, document = ask("POST", QUADRANTS, body)
    assert status == 400
    assert expected in document["error"]
    assert received in document["error"]


def test_infinity(ask):
    """Infinity is read and written as TensorFlow Serving does it, beyond what JSON has."""
    scores = ask("POST", QUADRANTS, {"instances": [[[[inf]] * 8] * 8]}).document["predictions"][0]
    assert scores == [inf] * 4


@pytest.mark.parametrize(
    ("body", "received"),
    [
        ({"instances": [{"left": [1, 2]}]}, "'right', received nothing"),
        ({"instances": [[1, 2]]}, "'right', received nothing"),
        ({"instances": [{"left": [1, 2], "right": {"b64": ""}}]}, "'right', received shape []"),
        ({"inputs": {"left": [[1, 2]], "right": []}}, '"inputs" with [0, 1] entries'),
        ({"inputs": {"left": [[1, 2]]}}, "'right', received nothing"),
    ],
    ids=json.dumps,
)
def test_malformed_pair(ask, body, received):
    """An input that is missing, or shorter than another one, is told by its name."""
    status, _, document = ask("POST", PAIR, body)
    assert status == 400
    assert received in document["error"]


def test_long_names_are_cut(ask):
    """A message does not repeat megabytes that were sent: its answer would be too large for a function."""
    status, _, document = ask("POST", QUADRANTS, {"x" * 1_000_000: 1})
    assert status == 400
    assert len(document["error"]) < 500


def test_answer_too_large(ask, monkeypatch):
    """An answer larger than a function may return is refused with advice."""
    monkeypatch.setattr("tintype.http.answering._MOST_ANSWER", 100)
    status, _, document = ask("POST", QUADRANTS, {"instances": [ONES] * 20})
    assert status == 413
    assert "Send fewer images" in document["error"]
