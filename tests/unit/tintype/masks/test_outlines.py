from __future__ import annotations

import numpy as np
from hypothesis import given

from tests.unit.tintype.masks.made import filled, image, masks
from tintype.masks.outlines import area, trace


@given(masks())
def test_exact(mask):
    """By the even-odd rule the rings are exactly the mask; their areas, less those of the holes, are its pixels."""
    outer, holes = trace(image(mask * 255))
    assert np.array_equal(filled(outer + holes, *mask.shape), mask)
    assert sum(map(area, outer)) + sum(map(area, holes)) == mask.sum()
    assert all(area(ring) > 0 for ring in outer)
    assert all(area(ring) < 0 for ring in holes)


@given(masks())
def test_corners(mask):
    """A ring has only the places where it turns, and all of its steps are straight."""
    outer, holes = trace(image(mask * 255))
    for ring in outer + holes:
        steps = [np.subtract(to, place) for place, to in zip(ring, [*ring[1:], ring[0]], strict=True)]
        assert all((step == 0).sum() == 1 for step in steps)
        assert all(np.dot(step, after) == 0 for step, after in zip(steps, [*steps[1:], steps[0]], strict=True))


def test_ring_with_hole():
    """A frame has one ring around it, clockwise, and one around its hole, the other way."""
    pixels = np.zeros((5, 6), np.uint8)
    pixels[1:4, 1:5] = 255
    pixels[2, 2:4] = 0
    assert trace(image(pixels)) == ([[(1, 1), (5, 1), (5, 4), (1, 4)]], [[(4, 2), (2, 2), (2, 3), (4, 3)]])


def test_touching_corners():
    """Two pixels that touch by a corner have a ring each."""
    assert len(trace(image(np.eye(2) * 255)).outer) == 2


def test_nothing():
    """Where nothing is inside there is no ring."""
    assert trace(image(np.zeros((3, 3)))) == ([], [])
