from __future__ import annotations

import numpy as np
from PIL import Image

from training.segmentation.scenes.light import coloured, lit, worn

GREY = Image.new("RGB", (40, 40), (120, 120, 120))


def mean(image):
    return np.asarray(image, float).mean((0, 1))


def test_coloured():
    """Other light is darker or brighter, never upside down."""
    slope = Image.merge("RGB", [Image.linear_gradient("L")] * 3)
    for seed in range(20):
        levels = np.asarray(coloured(slope, np.random.default_rng(seed), 0.15))[:, 0].astype(int)
        assert (np.diff(levels, axis=0) >= 0).all()


def test_lit():
    """Over many draws a subject on a dark ground is darker than one on a bright ground."""
    alpha = Image.new("L", (40, 40), 255)
    grounds = [Image.new("RGB", (40, 40), level) for level in ((0, 0, 0), (255, 255, 255))]
    dark, bright = (
        np.mean([mean(lit(GREY, ground, alpha, np.random.default_rng(seed))).mean() for seed in range(40)])
        for ground in grounds
    )
    assert dark < bright - 10


def test_worn():
    """Wear changes pixels, but not what an image is like."""
    for seed in range(10):
        made = worn(GREY, np.random.default_rng(seed))
        assert made.size == GREY.size
        assert np.abs(mean(made) - 120).max() < 4
