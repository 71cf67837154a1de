from __future__ import annotations

from array import array

import pytest

from tests.models.published import manifest
from tintype.errors import InferenceError
from tintype.serving.recording import Pass
from tintype.shadows.comparing import compare
from tintype.tensor import Tensor


def answered(labels, *scores, task="classification"):
    values = Tensor("scores", "float32", (1, len(scores)), array("f", scores).tobytes())
    return manifest("quadrants", labels=labels, task=task), [Pass({"scores": values}, 0.001)]


def test_same():
    """Equal scores differ by nothing."""
    one = answered(("a", "b"), 0.25, 0.75)
    assert compare(one, one) == {"label": "b", "shadow_label": "b", "same_label": True, "difference": 0.0}


def test_flip():
    """Another best label is a flip; the difference is the largest of any label's."""
    found = compare(answered(("a", "b", "c"), 0.5, 0.25, 0.25), answered(("a", "b", "c"), 0.125, 0.625, 0.25))
    assert found == {"label": "a", "shadow_label": "b", "same_label": False, "difference": 0.375}


def test_other_labels():
    """Labels are compared by their names, in whatever order and however many they are."""
    found = compare(answered(("a", "b"), 0.25, 0.75), answered(("b", "c", "a"), 0.5, 0.375, 0.125))
    assert found == {"label": "b", "shadow_label": "b", "same_label": True, "difference": 0.375}


def test_no_labels():
    """Classes without labels have their numbers."""
    assert compare(answered((), 0.25, 0.75), answered((), 1.0, 0.0))["shadow_label"] == "0"


def test_other_task():
    """What is no classification is compared value by value."""
    one, other = answered((), 1.0, 2.0, task="else"), answered((), 1.5, 2.25, task="else")
    assert compare(one, other) == {"difference": 0.5}


def test_other_shape():
    """Outputs of another shape have no difference in numbers."""
    assert compare(answered((), 1.0, task="else"), answered((), 1.0, 2.0, task="else")) == {"difference": None}


@pytest.mark.parametrize("task", ["classification", "else"])
def test_no_number(task):
    """A score that is no finite number is an error, not a difference."""
    with pytest.raises(InferenceError):
        compare(answered(("a", "b"), 0.0, 1.0, task=task), answered(("a", "b"), float("nan"), 1.0, task=task))
