"""How the learning rate changes from step to step."""

from __future__ import annotations

from math import cos, pi
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training.hyperparameters import Hyperparameters

WARM_UP = 0.1
"""The share of all steps in which the cosine schedule rises from nothing to the learning rate."""


def learning_rate(settings: Hyperparameters, step: int, steps: int) -> float:
    """Return the rate of a step.

    The cosine is that of Loshchilov and Hutter, SGDR, 2016, https://arxiv.org/abs/1608.03983, without restarts.

    Args:
        settings: ``learning_rate`` and ``schedule``.
        step: from 0.
        steps: of the whole training.
    """
    if settings.schedule == "constant":
        return settings.learning_rate
    rising = max(1, round(WARM_UP * steps))
    if step < rising:
        return settings.learning_rate * (step + 1) / rising
    return settings.learning_rate * (1 + cos(pi * (step - rising) / max(1, steps - rising))) / 2
