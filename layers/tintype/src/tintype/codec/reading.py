"""Bits to a stripe's coefficients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tintype.codec.neighbours import MOST
from tintype.codec.tables import SIZES
from tintype.codec.transform import PLANES, SIDE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tintype.codec.coding import Place
    from tintype.codec.neighbours import Bytes
    from tintype.codec.symbols import Reader
    from tintype.codec.tables import PlaneTables

    Integers = NDArray[np.int32]


class StripeReader:
    """Visits the coefficients of a stripe and reads them.

    Args:
        reader: where from.
        tables: of each plane.
        shape: (down, across).

    Attributes:
        steps: (3, 16, 16, down, across), what was read, in steps.
    """

    def __init__(self, reader: Reader, tables: tuple[PlaneTables, ...], shape: tuple[int, int]) -> None:
        self._reader, self._tables = reader, tables
        self.steps = np.zeros((PLANES, SIDE, SIDE, *shape), np.float32)
        self._visited: list[tuple[Place, Bytes, Integers]] = []

    def visit(self, place: Place, buckets: Bytes) -> Integers:
        """See ``coding.Visitor``."""
        symbols = self._reader.code(buckets, self._tables[place.plane].magnitudes)
        self._visited.append((place, buckets, symbols))
        return symbols

    def finish(self, plane: int) -> None:
        """See ``coding.Visitor``."""
        symbols = np.concatenate([np.empty(0, np.int32), *(symbols for _, _, symbols in self._visited)])
        buckets = np.concatenate([np.empty(0, np.uint8), *(buckets for _, buckets, _ in self._visited)])
        some = np.flatnonzero(symbols)
        sizes = self._reader.more(symbols[some], MOST)
        values = sizes - self._tables[plane].nearer[buckets[some], np.minimum(sizes, SIZES - 1)]
        values[self._reader.signs(some.size)] *= -1
        self._place(some, values, symbols.size)

    def _place(self, some: NDArray[np.intp], values: NDArray[np.float32], many: int) -> None:
        whole = np.zeros(many, np.float32)
        whole[some] = values
        start = 0
        for place, _, symbols in self._visited:
            part = np.zeros((place.rows.size, *place.where.shape), np.float32)
            part[:, place.where] = whole[start : start + symbols.size].reshape(place.rows.size, -1)
            self.steps[place.plane, place.rows, place.columns] += part
            start += symbols.size
        self._visited = []
