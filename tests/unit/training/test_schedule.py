from __future__ import annotations

import pytest

from training.hyperparameters import Hyperparameters
from training.schedule import learning_rate


def test_constant():
    """Without a schedule every step has the learning rate."""
    assert {learning_rate(Hyperparameters(learning_rate=0.5), step, 100) for step in range(100)} == {0.5}


def test_cosine():
    """The cosine schedule rises in the first tenth, is at half of the rate in the middle of the rest, and ends at 0."""
    rates = [learning_rate(Hyperparameters(learning_rate=2.0, schedule="cosine"), step, 100) for step in range(101)]
    assert rates[:3] == pytest.approx([0.2, 0.4, 0.6])
    assert max(rates) == rates[9] == rates[10] == 2.0
    assert rates[55] == pytest.approx(1.0)
    assert rates[100] == pytest.approx(0.0, abs=1e-12)
    assert rates[10:] == sorted(rates[10:], reverse=True)


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_short_training(steps):
    """A training of a few steps has a rate for each of them."""
    rates = [learning_rate(Hyperparameters(schedule="cosine"), step, steps) for step in range(steps)]
    assert all(0 < rate <= 0.001 for rate in rates)
