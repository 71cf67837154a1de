from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from training.enhancement.damage import halved, noisy
from training.enhancement.measure import psnr


def grey(value, side=200):
    return np.full((side, side, 3), value, np.uint8)


def test_noise():
    """The noise has the strength that was asked for, and the same seed makes the same."""
    made = noisy(grey(128), 25.0, 1)
    assert made.astype(float).std() == pytest.approx(25.0, abs=0.3)
    assert psnr(grey(128), made) == pytest.approx(20.17, abs=0.1)  # 20 log10(255 / 25)
    assert np.array_equal(made, noisy(grey(128), 25.0, 1))


def test_cut_off():
    """As in a file, nothing is darker than black."""
    assert noisy(grey(0), 50.0, 1).min() == 0


def test_halved():
    """Half the size is what Pillow makes of each channel."""
    pixels = np.random.default_rng(0).integers(0, 256, (21, 30, 3), np.uint8)
    expected = Image.fromarray(pixels[:20]).resize((15, 10), Image.Resampling.BICUBIC)
    assert np.array_equal(halved(pixels, 2, 0), np.asarray(expected))


def test_no_difference():
    """Nothing different has no end of decibels."""
    assert psnr(grey(7), grey(7)) == float("inf")
