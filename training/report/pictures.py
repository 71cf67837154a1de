"""Test images that were answered wrongly, as inline PNGs."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from training.served import png

if TYPE_CHECKING:
    from training.dataset import Dataset
    from training.evaluation import Answers

COUNT = 30


def worst_errors(test: Dataset, answers: Answers, count: int = COUNT) -> str:
    """Return figures of the images that were answered wrongly, the surest first.

    Args:
        test: the images and the truth.
        answers: probabilities, (N, classes).
        count: how many at most.
    """
    chosen, sure = answers.argmax(1), answers.max(1)
    wrong = np.flatnonzero(chosen != test.labels)
    worst = wrong[np.argsort(-sure[wrong], kind="stable")][:count]
    if not len(worst):
        return '<p class="note">None.</p>'
    return "".join(_figure(test, int(index), test.names[int(chosen[index])], float(sure[index])) for index in worst)


def _figure(test: Dataset, index: int, answer: str, probability: float) -> str:
    truth = test.names[int(test.labels[index])]
    picture = b64encode(png(test.images[index])).decode()
    return (
        f'<figure><img alt="test image {index}" src="data:image/png;base64,{picture}">'
        f"<figcaption>{escape(truth)}, answered {escape(answer)} ({probability:.0%})</figcaption></figure>"
    )
