"""The outlines of a mask: closed rings along the edges of its pixels.

Edges are walked with the inside on the right, so rings around something run clockwise (as y points down) and rings
around a hole the other way. Where two pixels touch by a corner alone, each has a ring of its own.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    Point = tuple[int, int]
    Ring = list[Point]
    Edges = dict[Point, list[Point]]


class Outlines(NamedTuple):
    """Rings of (x, y) corners of pixels, none of them repeated: around what is inside, and around holes in it."""

    outer: list[Ring]
    holes: list[Ring]


def trace(mask: Image) -> Outlines:
    """Return the outlines of a mask in mode ``"L"`` whose pixels are 0 and 255; together they are exactly the mask."""
    edges = _edges(mask)
    outer: list[Ring] = []
    holes: list[Ring] = []
    while edges:
        ring = _corners(_walk(edges))
        (outer if area(ring) > 0 else holes).append(ring)
    return Outlines(outer, holes)


def area(ring: Ring) -> float:
    """Return the area by the shoelace formula, positive for a clockwise ring (as y points down)."""
    return sum(x * below - beyond * y for (x, y), (beyond, below) in pairwise([*ring, ring[0]])) / 2


def _edges(mask: Image) -> Edges:
    """Return where one can go from each corner along an edge: down or up a pixel, or along all pixels of a row."""
    edges: Edges = {}
    width, pixels = mask.width, mask.tobytes()
    above: list[int] = []
    for y in range(mask.height + 1):
        row = list(_changes(pixels, y * width, width)) if y < mask.height else []
        for left, right in _without(row, above):
            edges.setdefault((left, y), []).append((right, y))
        for left, right in _without(above, row):
            edges.setdefault((right, y), []).append((left, y))
        for left, right in _pairs(row):
            edges.setdefault((left, y + 1), []).append((left, y))
            edges.setdefault((right, y), []).append((right, y + 1))
        above = row
    return edges


def _changes(pixels: bytes, start: int, width: int) -> Iterator[int]:
    """Yield where a row enters and leaves the mask."""
    place, end = start, start + width
    wanted, other = b"\xff", b"\x00"
    while (found := pixels.find(wanted, place, end)) >= 0:
        yield found - start
        place, wanted, other = found, other, wanted
    if wanted == b"\x00":
        yield width


def _pairs(row: list[int]) -> Iterator[tuple[int, int]]:
    return zip(row[::2], row[1::2], strict=True)


def _without(row: list[int], other: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the pieces of one row's runs that are in none of another's; cut where either of them changes."""
    bounds = iter(_pairs(other))
    left, right = next(bounds, (None, None))
    for start, end in _pairs(row):
        place = start
        while left is not None and right is not None and left < end:
            if place < left:
                yield place, left
            place = max(place, min(right, end))
            if right > end:
                break
            left, right = next(bounds, (None, None))
        if place < end:
            yield place, end


def _walk(edges: Edges) -> Ring:
    """Take one closed way out of the edges."""
    start = next(iter(edges))
    ring, place, came = [start], start, (0, 0)
    while True:
        onward = edges[place]
        nearest = onward[0] if len(onward) == 1 else max(onward, key=lambda to: _turn(came, place, to))
        onward.remove(nearest)
        if not onward:
            del edges[place]
        came, place = place, nearest
        if place == start:
            return ring
        ring.append(place)


def _turn(came: Point, place: Point, to: Point) -> int:
    """Return how far a step turns to the right: positive to the right (as y points down), 0 straight on."""
    return (place[0] - came[0]) * (to[1] - place[1]) - (place[1] - came[1]) * (to[0] - place[0])


def _corners(ring: Ring) -> Ring:
    """Return the places where a ring turns."""
    around = zip([ring[-1], *ring], ring, [*ring[1:], ring[0]], strict=False)
    return [place for came, place, to in around if _turn(came, place, to)]
