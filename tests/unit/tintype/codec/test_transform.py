from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.codec.transform import KINDS, SIDE, joined, restored, squares, transformed


def _pixels(height, width):
    return np.random.default_rng(height * 100 + width).integers(0, 256, (height, width, 3), np.uint8)


@given(height=st.integers(1, 40), width=st.integers(1, 40), kind=st.integers(0, len(KINDS) - 1))
def test_there_and_back(height, width, kind):
    """An image of any size comes back from its coefficients, whatever the blocks."""
    cut = squares(_pixels(height, width))
    kinds = np.full(cut.shape[1:3], kind, np.int8)
    back = joined(restored(transformed(cut, KINDS[kind]), kinds), (width, height))
    assert np.array_equal(back, _pixels(height, width))


def test_mixed_kinds():
    """Each square comes back from the kind of blocks that it was cut into."""
    cut = squares(_pixels(32, 48))
    kinds = np.array([[0, 1, 2], [2, 0, 1]], np.int8)
    mixed = np.select(
        [(kinds == kind)[None, ..., None, None] for kind in range(3)], [transformed(cut, of) for of in KINDS]
    )
    assert np.abs(restored(mixed.astype(np.float32), kinds) - cut).max() < 0.01


@pytest.mark.parametrize("side", KINDS)
def test_power(side):
    """Coefficients have the power of the pixels: an error of one costs as much as one of the other."""
    pixels = _pixels(48, 32)
    power = np.square(pixels.astype(float) - 128).sum()
    assert np.square(transformed(squares(pixels), side), dtype=float).sum() == pytest.approx(power, rel=1e-5)


@pytest.mark.parametrize("side", KINDS)
def test_one_mean(side):
    """Of a flat square nothing is left but its mean, in the first place, whatever the blocks."""
    flat = squares(np.full((SIDE, SIDE, 3), 200, np.uint8))
    coefficients = transformed(flat, side)[:, 0, 0]
    assert coefficients[0, 0, 0] == pytest.approx(SIDE * (200 - 128) * 3**0.5, rel=1e-5)
    coefficients[0, 0, 0] = 0
    assert np.abs(coefficients).max() < 0.01
