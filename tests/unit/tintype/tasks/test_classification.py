from __future__ import annotations

from array import array

import pytest

from tests.models.published import manifest
from tintype.tasks.classification import interpret
from tintype.tensor import Tensor


def outputs(*scores):
    return {"scores": Tensor("scores", "float32", (1, len(scores)), array("f", scores).tobytes())}


def test_best_first():
    """Candidates come best first, and the best one stands at the top of the document as well."""
    document = interpret(manifest("quadrants"), outputs(0.25, 0.5, 0.125, 0.0625), top=3)
    assert document == {
        "label": "top right",
        "score": 0.5,
        "predictions": [
            {"label": "top right", "score": 0.5},
            {"label": "top left", "score": 0.25},
            {"label": "bottom left", "score": 0.125},
        ],
    }


def test_ties():
    """Of equal scores the class with the lower number comes first, as NumPy's argmax has it."""
    document = interpret(manifest("quadrants"), outputs(0.0, 0.5, 0.5, 0.0), top=4)
    assert [entry["label"] for entry in document["predictions"]] == [
        "top right",
        "bottom left",
        "top left",
        "bottom right",
    ]


def test_missing_labels():
    """A class without a label is called by its number."""
    document = interpret(manifest("quadrants", labels=("top left",)), outputs(0.25, 0.0, 0.5, 0.0), top=2)
    assert [entry["label"] for entry in document["predictions"]] == ["2", "top left"]


@pytest.mark.parametrize(("top", "listed"), [(0, 1), (1, 1), (4, 4), (1000, 4)])
def test_top(top, listed):
    """At least one and at most all classes are listed."""
    assert len(interpret(manifest("quadrants"), outputs(0.1, 0.2, 0.3, 0.4), top)["predictions"]) == listed


def test_rounded():
    """Scores have six decimals, so that a float32 does not show digits it does not have."""
    assert interpret(manifest("quadrants"), outputs(0.1, 0, 0, 0), top=1)["score"] == 0.1
