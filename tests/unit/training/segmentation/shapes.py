"""Samples that are made, not found."""

from __future__ import annotations

import numpy as np
from PIL import Image

from training.segmentation.samples import Sample


def discs(count, side=64):
    """Return pictures of a bright disc each on a dark ground, with their masks."""
    rng = np.random.default_rng(0)
    return [_disc(f"disc-{index}", side, rng) for index in range(count)]


def _disc(name, side, rng):
    middle, radius = rng.uniform(0.35, 0.65, 2) * side, rng.uniform(0.15, 0.3) * side
    y, x = np.mgrid[:side, :side]
    inside = (x - middle[0]) ** 2 + (y - middle[1]) ** 2 < radius**2
    pixels = np.uint8(np.where(inside, 200, 40) + rng.integers(0, 20, (side, side)))
    return Sample(name, name, Image.fromarray(pixels), Image.fromarray(np.uint8(inside)))
