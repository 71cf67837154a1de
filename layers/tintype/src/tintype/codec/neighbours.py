"""What is known of coefficients before they are read: the sizes of those around them.

Coefficients are read plane by plane, diagonal by diagonal of the square (rising frequency), and of each diagonal first
in those squares whose row and column add up to an even number, then in the others, which have four read neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tintype.codec.transform import SIDE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Words = NDArray[np.uint16]
    Indices = NDArray[np.intp]

MOST = 15
"""The largest size that is told apart here; larger ones count as this."""

DIAGONALS = 2 * SIDE - 1
_LOW, _HIGH = 4, 1  # how far around a place is looked
_WHOLE = _LOW + SIDE + _HIGH
_SIZES = np.rint(8 * np.log2(1 + np.arange(MOST + 1))).astype(np.uint8)
_WITHIN = (
    *((0, -1), (-1, 0), (-1, -1), (0, -2), (-2, 0), (-2, -1)),
    *((-1, -2), (0, -4), (-4, 0), (-2, -2), (0, -3), (-3, 0)),
)
_BESIDE = ((-1, 0), (1, 0), (0, -1), (0, 1))
_CORNERS = ((-1, -1), (-1, 1), (1, -1), (1, 1))
FEATURES = (23, 26, 29)
"""How many features describe a coefficient of each plane."""


def places(diagonal: int) -> tuple[Indices, Indices]:
    """Return the rows and columns of a diagonal's places in the square."""
    rows = np.arange(max(0, diagonal - SIDE + 1), min(SIDE, diagonal + 1))
    return rows, diagonal - rows


def _shifted(of: NDArray[np.uint8], steps: tuple[tuple[int, int], ...]) -> Words:
    """Return the sum over neighbouring squares of a padded array (..., down + 2, across + 2)."""
    down, across = (side - 2 for side in of.shape[-2:])
    parts = (of[..., 1 + y : 1 + y + down, 1 + x : 1 + x + across] for y, x in steps)
    total = next(parts).astype(np.uint16)
    for part in parts:
        total += part
    return total


class Neighbours:
    """The sizes of one plane's coefficients, as far as they are read."""

    def __init__(self, down: int, across: int) -> None:
        """Of ``down`` times ``across`` squares, none of them read."""
        self._sizes = np.zeros((_WHOLE, _WHOLE, down + 2, across + 2), np.uint8)
        self._beside = np.zeros((_WHOLE, _WHOLE, down, across), np.uint16)
        self._corners = np.zeros((_WHOLE, _WHOLE, down, across), np.uint16)
        self._mean = np.zeros((DIAGONALS + 2, down, across), np.uint8)  # of each diagonal; two of nothing in front
        self._mean_beside = np.zeros((DIAGONALS + 2, down, across), np.uint8)

    def read(self, diagonal: int, magnitudes: NDArray[np.int32]) -> None:
        """Take in a diagonal's magnitudes: (places, down, across), 0 where not yet known."""
        rows, columns = (at + _LOW for at in places(diagonal))
        self._sizes[rows, columns, 1:-1, 1:-1] = _SIZES[np.minimum(magnitudes, MOST)]
        sizes = self._sizes[rows, columns]
        self._beside[rows, columns] = beside = _shifted(sizes, _BESIDE)
        self._corners[rows, columns] = _shifted(sizes, _CORNERS)
        many = len(rows)
        self._mean[diagonal + 2] = sizes[:, 1:-1, 1:-1].sum(0, np.uint16) // many
        self._mean_beside[diagonal + 2] = beside.sum(0, np.uint16) // (4 * many)

    def features(self, diagonal: int, odd: Bytes, under: tuple[Neighbours, ...]) -> Bytes:
        """Return what describes a diagonal's coefficients: (features, places, down, across).

        Args:
            diagonal: whose coefficients are read next.
            odd: (down, across), 1 for the squares that are read second, when these are read; else all 0.
            under: the planes that were read before, whole.
        """
        rows, columns = (at + _LOW for at in places(diagonal))
        found = np.empty((FEATURES[len(under)], len(rows), *odd.shape), np.uint8)
        for index, (down, across) in enumerate(_WITHIN):
            found[index] = self._sizes[rows + down, columns + across, 1:-1, 1:-1]
        rest = (*self._around(rows, columns, odd), *self._means(diagonal, odd))
        rest += tuple(part for plane in under for part in plane.alike(rows, columns))
        for index, part in enumerate(rest, len(_WITHIN)):
            found[index] = part
        found[-1] = odd * np.uint8(SIDE)
        return found

    def _around(self, rows: Indices, columns: Indices, odd: Bytes) -> tuple[Words, ...]:
        def of(sums: Words, *steps: tuple[int, int]) -> Words:
            total = sums[rows + steps[0][0], columns + steps[0][1]]
            for down, across in steps[1:]:
                total += sums[rows + down, columns + across]
            return total

        sizes = self._sizes[rows, columns]
        return (
            _shifted(sizes, _BESIDE[:2]) // 2 * odd,
            _shifted(sizes, _BESIDE[2:]) // 2 * odd,
            of(self._beside, (1, -1), (-1, 1)) // 8 * odd,
            of(self._beside, (-1, 0), (0, -1)) // 8,
            of(self._corners, (-1, 0), (0, -1)) // 8,
            of(self._beside, (-1, -1), (-2, 0), (0, -2)) // 12,
        )

    def _means(self, diagonal: int, odd: Bytes) -> tuple[Bytes, ...]:
        at = diagonal + 2
        return self._mean[at - 1], self._mean[at - 2], self._mean_beside[at - 1], self._mean_beside[at] * odd

    def alike(self, rows: Indices, columns: Indices) -> tuple[Bytes | Words, ...]:
        """Return how large another plane's coefficients are at the same places, and around them."""
        near = self._sizes[rows + 1, columns, 1:-1, 1:-1].astype(np.uint16)
        for down, across in ((-1, 0), (0, 1), (0, -1)):
            near += self._sizes[rows + down, columns + across, 1:-1, 1:-1]
        return self._sizes[rows, columns, 1:-1, 1:-1], near // 4, self._beside[rows, columns] // 4
