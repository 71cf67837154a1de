from __future__ import annotations

import numpy as np

from tintype.codec.choosing import coefficients
from tintype.codec.transform import SIDE, squares, transformed


def _kind(pixels):
    return coefficients(squares(pixels), 10.0)[1][0, 0]


def test_kinds():
    """A wave over a whole square takes one block, and a lone pixel takes the smallest ones."""
    wave = 128 + 60 * np.cos(np.pi * (np.arange(SIDE) + 0.5) * 3 / SIDE)
    assert _kind(np.broadcast_to(wave[None, :, None], (SIDE, SIDE, 3)).astype(np.uint8)) == 0
    dot = np.full((SIDE, SIDE, 3), 128, np.uint8)
    dot[5, 6] = 255
    assert _kind(dot) == 2


def test_steps():
    """Coefficients are counted in quantisation steps."""
    pixels = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    found, kinds = coefficients(squares(pixels), 16.0)
    side = (16, 8, 4)[kinds[0, 0]]
    assert np.allclose(found * 16, transformed(squares(pixels), side), atol=1e-3)
