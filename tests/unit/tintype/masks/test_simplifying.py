from __future__ import annotations

from math import hypot

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.tintype.masks.made import image, masks
from tintype.masks.outlines import trace
from tintype.masks.simplifying import simplified


def away(point, start, end):
    """Return a point's distance from a line."""
    across, down = end[0] - start[0], end[1] - start[1]
    x, y = point[0] - start[0], point[1] - start[1]
    length = hypot(across, down)
    return abs(across * y - down * x) / length if length else hypot(x, y)


@given(masks(), st.floats(0, 4))
def test_near(mask, tolerance):
    """Every point that is left out is within the tolerance of the line that replaces it, and the order is kept."""
    for ring in trace(image(mask * 255)).outer:
        assume(len(set(ring)) == len(ring))  # a ring that meets itself has places of the same name
        kept = simplified(ring, tolerance)
        places = [ring.index(point) for point in kept]
        assert places == sorted(places)
        for first, last in zip(places, [*places[1:], places[0] + len(ring)], strict=True):
            line = ring[first], ring[last % len(ring)]
            assert all(away(ring[each % len(ring)], *line) <= tolerance + 1e-9 for each in range(first, last))


def test_stairs():
    """A staircase becomes a line; without a tolerance it stays."""
    stairs = [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (3, 2), (3, 3), (4, 3), (4, 4), (0, 4)]
    assert simplified(stairs, 1.0) == [(0, 0), (4, 4), (0, 4)]
    assert simplified(stairs, 0) == stairs


def test_dot():
    """What is smaller than the tolerance is no polygon any more."""
    assert len(simplified([(0, 0), (1, 0), (1, 1), (0, 1)], 5.0)) < 3
