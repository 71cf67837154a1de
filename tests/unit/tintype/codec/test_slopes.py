from __future__ import annotations

import numpy as np

from tintype.codec.slopes import FORETOLD, ONE, add, differences, foretold


def test_flat():
    """Where all means are alike, nothing is foretold."""
    weights = np.full((len(FORETOLD), 8), ONE, np.int32)
    assert not foretold(np.full((4, 5), -7, np.int32), weights).any()


def test_weights():
    """What is foretold is the weighted sum of how much the means around differ, rounded."""
    means = np.array([[0, 0, 0], [3, 10, 8], [0, 0, 0]], np.int32)
    weights = np.zeros((len(FORETOLD), 8), np.int32)
    weights[0, 3], weights[0, 4] = ONE // 2, -ONE  # left, right
    assert differences(means)[3:5, 1, 1].tolist() == [-7, -2]
    assert foretold(means, weights)[0, 1, 1] == -1  # -7 / 2 + 2 = -1.5, rounded up


def test_edges():
    """At the edge the means go on as they end."""
    means = np.array([[5, 9]], np.int32)
    assert differences(means)[:, 0, 0].tolist() == [0, 0, 4, 0, 4, 0, 0, 4]


def test_add():
    """What is taken away and added again leaves the coefficients as they were, and only the foretold ones change."""
    means = np.arange(12, dtype=np.int32).reshape(1, 3, 4) ** 2
    weights = [np.full((len(FORETOLD), 8), ONE // 4, np.int32)]
    steps = np.ones((1, 3, 4, 16, 16), np.float32)
    add(steps, means, weights, -1)
    changed = np.argwhere((steps != 1).any((0, 1, 2)))
    assert {tuple(place) for place in changed.tolist()} == set(FORETOLD)
    add(steps, means, weights, 1)
    assert (steps == 1).all()
