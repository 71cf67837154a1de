from __future__ import annotations

import math

import numpy as np
import pytest

from training.errors import ParityError
from training.evaluation import PARITY_TOLERANCE, check_parity, evaluate

ANSWERS = np.array([[0.7, 0.2, 0.1], [0.2, 0.5, 0.3], [0.1, 0.8, 0.1], [0.0, 0.0, 1.0]], np.float32)
LABELS = np.array([0, 1, 2, 2])


def test_accuracy_and_loss():
    """Accuracy is the share of right answers; loss the mean negative logarithm of what the truth was given."""
    measured = evaluate(ANSWERS, LABELS)
    assert measured.accuracy == 0.75
    assert measured.loss == pytest.approx(-(math.log(0.7) + math.log(0.5) + math.log(0.1) + math.log(1.0)) / 4)


def test_confusion():
    """A row is the truth, a column the answer."""
    assert evaluate(ANSWERS, LABELS).confusion.tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 1]]


def test_per_label():
    """Precision, recall and F1 come from the confusion matrix; a label that never occurs has zeros."""
    figures = evaluate(np.pad(ANSWERS, ((0, 0), (0, 1))), LABELS).per_label(("a", "b", "c", "never"))
    assert figures["b"] == {"precision": 0.5, "recall": 1.0, "f1": pytest.approx(2 / 3), "images": 1}
    assert figures["c"] == {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3), "images": 2}
    assert figures["never"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "images": 0}


def test_parity_is_the_largest_difference():
    """Answers that differ by rounding alone pass, and the largest difference is reported."""
    other = ANSWERS + np.float32(1e-6)
    assert check_parity(ANSWERS, other) == pytest.approx(1e-6, rel=0.1)


@pytest.mark.parametrize("wrong", [2 * PARITY_TOLERANCE, np.nan])
def test_parity_refuses(wrong):
    """One probability that is off, or no number at all, refuses the file."""
    other = ANSWERS.copy()
    other[3, 1] = wrong
    with pytest.raises(ParityError, match="do not publish this file"):
        check_parity(ANSWERS, other)


def test_parity_refuses_another_shape():
    """An answer that lost a label refuses the file."""
    with pytest.raises(ParityError, match=r"shape \(4, 3\), received \(4, 2\)"):
        check_parity(ANSWERS, ANSWERS[:, :2])
