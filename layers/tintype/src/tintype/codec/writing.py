"""A stripe's coefficients to bits: which whole numbers stand for them is weighed against what these cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tintype.codec.coding import capped
from tintype.codec.neighbours import MOST
from tintype.codec.tables import SIZES
from tintype.codec.transform import PLANES, SIDE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tintype.codec.coding import Place
    from tintype.codec.neighbours import Bytes
    from tintype.codec.symbols import Writer
    from tintype.codec.tables import PlaneTables

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int32]

BIT = 0.12
"""What a bit is worth, in squares of the step: where error and bits fall together fastest (tried: 0.08 to 0.2)."""
_LEAST = 0.6  # smaller values are never anything but 0


class StripeWriter:
    """Visits the coefficients of a stripe and writes them.

    Args:
        writer: where to.
        tables: of each plane.
        steps: (3, down, across, 16, 16), in steps, less what was foretold.
    """

    def __init__(self, writer: Writer, tables: tuple[PlaneTables, ...], steps: Floats) -> None:
        self._writer, self._tables = writer, tables
        self._steps = np.ascontiguousarray(steps.transpose(0, 3, 4, 1, 2))
        self._sizes: list[Integers] = []
        self._negative: list[NDArray[np.bool_]] = []

    def ends(self) -> tuple[int, ...]:
        """Return for each plane the first diagonal of those at the end that hold nothing."""
        some = np.asarray((np.abs(self._steps) > _LEAST).any((-2, -1)))
        diagonal = np.add.outer(np.arange(SIDE), np.arange(SIDE))
        return tuple(int((diagonal * some[plane]).max()) + 1 for plane in range(PLANES))

    def visit(self, place: Place, buckets: Bytes) -> Integers:
        """See ``coding.Visitor``."""
        tables = self._tables[place.plane]
        steps = place.of(self._steps).ravel()
        sizes = chosen(np.abs(steps), buckets, tables)
        symbols = capped(sizes)
        self._writer.code(buckets, tables.magnitudes, symbols)
        some = sizes > 0
        self._sizes.append(sizes[some])
        self._negative.append(steps[some] < 0)
        return symbols

    def finish(self, _plane: int) -> None:
        """See ``coding.Visitor``."""
        sizes = np.concatenate([np.empty(0, np.int32), *self._sizes])
        negative = np.concatenate([np.empty(0, bool), *self._negative])
        self._writer.more(capped(sizes), MOST, sizes)
        self._writer.signs(negative.size, negative)
        self._sizes, self._negative = [], []


def chosen(values: Floats, buckets: Bytes, tables: PlaneTables) -> Integers:
    """Return the magnitudes with the least sum of squared error and ``BIT`` times bits: the nearest, or one less."""
    sizes = np.rint(values).astype(np.int32)
    some = np.flatnonzero(values > _LEAST - 0.1)
    best = sizes[some]
    sizes[:] = 0
    cost, lower = (_cost(values[some], size, buckets[some], tables) for size in (best, np.maximum(best - 1, 0)))
    sizes[some] = best - (lower < cost)
    return np.maximum(sizes, 0)


def _cost(values: Floats, sizes: Integers, buckets: Bytes, tables: PlaneTables) -> Floats:
    error = values - (sizes - tables.nearer[buckets, np.minimum(sizes, SIZES - 1)])
    cost: Floats = error * error + np.float32(BIT) * tables.bits[buckets, capped(sizes)]
    return cost
