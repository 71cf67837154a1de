from __future__ import annotations

import numpy as np
import pytest

from tintype.codec.neighbours import DIAGONALS, FEATURES, MOST, Neighbours, places
from tintype.codec.transform import SIDE


def test_places():
    """The diagonals visit every place of a square once."""
    visited = [place for diagonal in range(DIAGONALS) for place in zip(*places(diagonal), strict=True)]
    assert sorted(visited) == [(row, column) for row in range(SIDE) for column in range(SIDE)]


@pytest.mark.parametrize("planes", [0, 1, 2])
def test_nothing(planes):
    """Where nothing was read, all that is known is which squares are read now."""
    under = tuple(Neighbours(3, 4) for _ in range(planes))
    odd = (np.add.outer(np.arange(3), np.arange(4)) % 2).astype(np.uint8)
    found = Neighbours(3, 4).features(5, odd, under)
    assert found.shape == (FEATURES[planes], 6, 3, 4)
    assert not found[:-1].any()
    assert np.array_equal(found[-1], np.broadcast_to(odd * 16, (6, 3, 4)))


def _read(neighbours, diagonal, seed, most=MOST):
    rows, _ = places(diagonal)
    magnitudes = np.random.default_rng(seed).integers(0, most + 1, (rows.size, 3, 4), np.int32)
    neighbours.read(diagonal, magnitudes)


def test_first_squares_see_no_equals():
    """What describes the squares that are read first does not change by what is read of the same diagonal later."""
    blank, later = Neighbours(3, 4), Neighbours(3, 4)
    for diagonal in range(1, 6):
        _read(blank, diagonal, diagonal)
        _read(later, diagonal, diagonal)
    _read(later, 6, 0)
    none = np.zeros((3, 4), np.uint8)
    assert np.array_equal(blank.features(6, none, ()), later.features(6, none, ()))
    assert not np.array_equal(blank.features(6, none + 1, ()), later.features(6, none + 1, ()))


def test_range():
    """However large the magnitudes, features stay within a byte, and the largest are not told apart."""
    found = []
    for most in (MOST, 10_000):
        neighbours, under = Neighbours(3, 4), (Neighbours(3, 4), Neighbours(3, 4))
        for diagonal in range(DIAGONALS):
            rows, _ = places(diagonal)
            for each in (neighbours, *under):
                each.read(diagonal, np.full((rows.size, 3, 4), most, np.int32))
        found.append(neighbours.features(16, np.ones((3, 4), np.uint8), under))
    assert np.array_equal(*found)
    assert found[0].max() == 32  # 8 log2(16)
