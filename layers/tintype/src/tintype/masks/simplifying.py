"""Rings with fewer points: Douglas and Peucker's algorithm (1973, https://doi.org/10.3138/FM57-6770-U75U-7727)."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tintype.masks.outlines import Point, Ring


def simplified(ring: Ring, tolerance: float) -> Ring:
    """Return some of a ring's points, so that every other lies within ``tolerance`` pixels of a line between them.

    A ring that is no wider than that is left with less than three points.
    """
    if tolerance <= 0:
        return ring
    farthest = _farthest(ring, 0, len(ring), ring[0], ring[0])[0]
    kept = {0, farthest}
    pending = [(0, farthest), (farthest, len(ring))]
    while pending:
        first, last = pending.pop()
        index, distance = _farthest(ring, first + 1, last, ring[first], ring[last % len(ring)])
        if distance > tolerance:
            kept.add(index)
            pending += [(first, index), (index, last)]
    return [ring[index] for index in sorted(kept)]


def _farthest(ring: Ring, first: int, last: int, start: Point, end: Point) -> tuple[int, float]:
    """Return which of the ring's points from ``first`` to before ``last`` is farthest from a line, and how far."""
    (x, y), (right, down) = start, (end[0] - start[0], end[1] - start[1])
    length = hypot(right, down)
    best, most = first, -1.0
    for index in range(first, last):
        across, along = ring[index]
        away = right * (y - along) - (x - across) * down
        distance = abs(away) if length else hypot(across - x, along - y)
        if distance > most:
            best, most = index, distance
    return best, most / (length or 1.0)
