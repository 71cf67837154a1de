"""The means of squares: coarse to fine, each foretold by those around it that are known already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tintype.codec.symbols import Coder

    Indices = NDArray[np.intp]
    Integers = NDArray[np.int32]

MOST = 24
_COARSEST = 64
_FAR = 1 << 30
_SPREADS = np.array([1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233])
_UNDER = np.array([1, 4])
CONTEXTS = (len(_SPREADS) + 1) * (len(_UNDER) + 1)
"""How many rows of probabilities there are for each plane."""

_ACROSS = ((-1, -1), (-1, 1), (1, -1), (1, 1))
_BESIDE = ((-1, 0), (1, 0), (0, -1), (0, 1))


class Pass(NamedTuple):
    """Some means: where they are, and where those lie that foretell them."""

    rows: slice
    columns: slice
    apart: int
    around: tuple[tuple[int, int], ...]


def passes() -> Iterator[Pass]:
    """Give the passes that visit every mean once, those that they rest on before them."""
    yield Pass(slice(0, None, _COARSEST), slice(0, None, _COARSEST), 0, ())
    apart = _COARSEST
    while apart > 1:
        apart //= 2
        every, between = slice(0, None, 2 * apart), slice(apart, None, 2 * apart)
        yield Pass(between, between, apart, _ACROSS)
        yield Pass(every, between, apart, _BESIDE)
        yield Pass(between, every, apart, _BESIDE)


def coded(coder: Coder, among: Sequence[Sequence[Any]], planes: Integers | None, shape: tuple[int, ...]) -> Integers:
    """Write the means of planes, or read them: (planes, down, across) whole numbers.

    Args:
        coder: a writer or a reader.
        among: ``CONTEXTS`` models for each plane.
        planes: what is to be written; None to read.
        shape: of the result.
    """
    known = np.zeros(shape, np.int32)
    for plane in range(shape[0]):
        for which in passes():
            around = surroundings(known, plane, which)
            if around.foretold.size:
                wanted = None if planes is None else planes[plane][around.at] - around.foretold
                known[plane][around.at] = around.foretold + _coded(coder, among[plane], around.contexts, wanted)
    return known


class Surroundings(NamedTuple):
    """What is known before a pass: where its means are, what is foretold of each, and the contexts, (down, across)."""

    at: tuple[Any, ...]
    foretold: Integers
    contexts: NDArray[np.uint8]


def surroundings(known: Integers, plane: int, which: Pass) -> Surroundings:
    """Foretell the means of a pass; a context says how much those around differ, here and in the first plane.

    Args:
        known: (planes, down, across), of which the passes before this one are known.
        plane: of which ones.
        which: the pass.
    """
    rows, columns = (np.arange(side)[of] for side, of in zip(known.shape[1:], which[:2], strict=True))
    at = np.ix_(rows, columns)
    foretold, spread = _foretold(known[plane], rows, columns, which)
    context = np.searchsorted(_SPREADS, spread, "right") * (len(_UNDER) + 1)
    if plane:
        below, _ = _foretold(known[0], rows, columns, which)
        context = context + np.searchsorted(_UNDER, np.abs(known[0][at] - below), "right")
    return Surroundings(at, foretold, context.astype(np.uint8))


def _foretold(known: Integers, rows: Indices, columns: Indices, which: Pass) -> tuple[Integers, Integers]:
    shape = (rows.size, columns.size)
    if not which.around:
        return np.zeros(shape, np.int32), np.full(shape, _SPREADS[-1], np.int32)
    total, many = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    high, low = np.full(shape, -_FAR, np.int32), np.full(shape, _FAR, np.int32)
    for down, across in which.around:
        y, x = rows + down * which.apart, columns + across * which.apart
        inside = np.logical_and.outer((y >= 0) & (y < known.shape[0]), (x >= 0) & (x < known.shape[1]))
        value = known[np.ix_(y % known.shape[0], x % known.shape[1])]
        total += np.where(inside, value, 0)
        many += inside
        high = np.where(inside, np.maximum(high, value), high)
        low = np.where(inside, np.minimum(low, value), low)
    mean = (2 * total + many) // np.maximum(2 * many, 1)
    return mean.astype(np.int32), np.where(many > 1, high - low, _SPREADS[4])


def _coded(coder: Coder, models: Sequence[Any], contexts: NDArray[np.uint8], wanted: Integers | None) -> Integers:
    rest = None if wanted is None else wanted.ravel()
    size = None if rest is None else np.abs(rest)
    symbols = coder.code(contexts.ravel(), models, None if size is None else np.minimum(size, MOST))
    found = coder.more(symbols, MOST, size).copy()
    some = np.flatnonzero(found)
    negative = coder.signs(some.size, None if rest is None else rest[some] < 0)
    found[some[negative]] *= -1
    return found.reshape(contexts.shape)
