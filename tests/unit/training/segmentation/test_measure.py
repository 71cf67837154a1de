from __future__ import annotations

import numpy as np
import pytest

from training.segmentation.measure import interval, overlap


def test_overlap():
    """Of 3 and 2 pixels that share 1, IoU is a quarter and Dice two fifths."""
    drawn, found = np.array([[1, 1, 1, 0]]), np.array([[0, 0, 1, 1]])
    assert overlap(drawn, found, 1) == (1 / 4, 2 / 5)
    assert overlap(drawn, drawn, 1) == (1, 1)
    assert overlap(drawn, found, 2) == (1, 1)


def test_interval():
    """The interval is that of the mean's own spread, and narrower where there are more groups."""
    rng = np.random.default_rng(1)
    scores = rng.normal(0.9, 0.05, 400)
    low, high = interval(scores, [str(index) for index in range(400)])
    assert (low + high) / 2 == pytest.approx(scores.mean(), abs=1e-3)
    assert (high - low) / 2 == pytest.approx(1.96 * scores.std() / 20, rel=0.1)
    wide = interval(scores[:20], [str(index) for index in range(20)])
    assert wide[1] - wide[0] > high - low


def test_groups():
    """Images of one group are drawn together: copies of an image are no more witnesses."""
    scores = np.array([0.2, 0.9, 0.6, 0.7])
    names = ["a", "b", "c", "d"]
    assert interval(np.repeat(scores, 5), np.repeat(names, 5)) == pytest.approx(interval(scores, names))
