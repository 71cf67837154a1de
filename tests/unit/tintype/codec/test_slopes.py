from __future__ import annotations

import numpy as np

from tintype.codec.slopes import FORETOLD, ONE, differences, foretold


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
