from __future__ import annotations

import math

import pytest

from training.compression.curves import Point, mean, saved


def test_saved():
    """A coder that needs half of the bits for every PSNR saves the logarithm of a half."""
    theirs = [Point(quality, 2.0**quality, 30 + 3 * quality) for quality in range(4)]
    ours = [Point(0, 0.25, 27), Point(9, 8, 42)]
    assert saved(ours, theirs) == pytest.approx(math.log(0.5), abs=1e-6)


def test_mean():
    """Means are taken over photographs, of bits and of PSNR."""
    assert mean([Point(3, 1, 30), Point(3, 2, 34)]) == Point(3, 1.5, 32)
