"""How good a model is, and whether the converted file is the trained one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.errors import ParityError

if TYPE_CHECKING:
    from training.dataset import Labels

Answers = NDArray[np.float32]
"""Probabilities, shape (images, classes)."""

PARITY_TOLERANCE = 1e-4
"""The largest difference of a probability: float32 sums in another order differ by about 1e-6."""


class Evaluation(NamedTuple):
    """What was measured on the test images.

    Attributes:
        accuracy: the share of right answers, 0 to 1.
        loss: mean cross-entropy in nats.
        confusion: int64, shape (classes, classes); row: the true label, column: the answer.
    """

    accuracy: float
    loss: float
    confusion: NDArray[np.int64]

    def per_label(self, names: tuple[str, ...]) -> dict[str, dict[str, float]]:
        """Return precision, recall, F1 and the number of images for each label; 0 where nothing was found."""
        right, answered, present = np.diag(self.confusion), self.confusion.sum(0), self.confusion.sum(1)
        precision, recall = right / np.maximum(answered, 1), right / np.maximum(present, 1)
        f1 = 2 * right / np.maximum(answered + present, 1)
        return {
            name: {
                "precision": float(precision[i]),
                "recall": float(recall[i]),
                "f1": float(f1[i]),
                "images": int(present[i]),
            }
            for i, name in enumerate(names)
        }


def evaluate(probabilities: Answers, labels: Labels) -> Evaluation:
    """Compare answers with the truth.

    Args:
        probabilities: shape (N, classes).
        labels: shape (N,), 0 to classes - 1.
    """
    classes = probabilities.shape[1]
    answers = probabilities.argmax(1)
    confusion = np.zeros((classes, classes), np.int64)
    np.add.at(confusion, (labels, answers), 1)
    of_truth = probabilities[np.arange(len(labels)), labels].astype(np.float64)
    loss = float(-np.log(np.maximum(of_truth, 1e-12)).mean())
    return Evaluation(float((answers == labels).mean()), loss, confusion)


def check_parity(trained: Answers, converted: Answers) -> float:
    """Return the largest difference between the two models' answers to the same real images, both (N, classes).

    Raises:
        ParityError: they differ by more than :data:`PARITY_TOLERANCE`, in shape, or by something that is no number.
    """
    if trained.shape != converted.shape:
        raise ParityError(f"answers of shape {trained.shape}", f"{converted.shape}", _MEND)
    difference = float(np.abs(trained - converted).max())
    if not difference <= PARITY_TOLERANCE:  # also refuses NaN
        raise ParityError(
            f"the LiteRT file to answer as the Keras model does, within {PARITY_TOLERANCE:g}",
            f"a difference of {difference:g}",
            _MEND,
        )
    return difference


_MEND = "The conversion lost something: compare the layers with what LiteRT converts, and do not publish this file."
