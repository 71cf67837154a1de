"""The coefficients of a stripe of squares, written or read: both go the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from tintype.codec.neighbours import DIAGONALS, MOST, Neighbours, places
from tintype.codec.transform import KINDS, SIDE, odd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tintype.codec.estimator import Estimator
    from tintype.codec.neighbours import Bytes
    from tintype.codec.transform import Kinds

    Integers = NDArray[np.int32]


class Place(NamedTuple):
    """Some coefficients: those on a diagonal, of the squares in ``where``.

    Attributes:
        plane: of the three.
        rows, columns: the diagonal's places in the square.
        where: (down, across), which squares.
    """

    plane: int
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    where: NDArray[np.bool_]

    def of(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return their part of (planes, 16, 16, down, across): (places, squares)."""
        part: NDArray[np.float32] = values[self.plane, self.rows, self.columns][:, self.where]
        return part


class Visitor(Protocol):
    """Who is asked for each coefficient, in the order in which they are coded."""

    def visit(self, place: Place, buckets: Bytes) -> Integers:
        """Return the magnitudes, (coefficients,), at most ``neighbours.MOST``: written or read.

        Args:
            place: where they are.
            buckets: what is known of each: (coefficients,).
        """

    def finish(self, plane: int, /) -> None:
        """Write or read what is left of a plane, whose magnitudes are all visited."""


def walk(visitor: Visitor, guesses: Sequence[Guess], shape: tuple[int, int], ends: Sequence[int]) -> None:
    """Visit all coefficients but the means.

    Args:
        visitor: who is asked.
        guesses: of each plane, what foretells magnitudes.
        shape: how many squares there are: (down, across).
        ends: for each plane the first diagonal of those at the end that hold nothing.
    """
    second = odd(shape)
    under: tuple[Neighbours, ...] = ()
    for plane, guess in enumerate(guesses):
        neighbours = Neighbours(*shape)
        for diagonal in range(1, min(ends[plane], DIAGONALS)):
            rows, columns = places(diagonal)
            magnitudes = np.zeros((rows.size, *shape), np.int32)
            for turn, where in enumerate((~second, second)):
                features = neighbours.features(diagonal, (second * turn).astype(np.uint8), under)[:, :, where]
                buckets = guess.buckets(features, rows * SIDE + columns, where)
                found = visitor.visit(Place(plane, rows, columns, where), buckets)
                magnitudes[:, where] = found.reshape(rows.size, -1)
                neighbours.read(diagonal, magnitudes)
        visitor.finish(plane)
        under = (*under, neighbours)


class Guess(Protocol):
    """What foretells the magnitudes of one plane."""

    def buckets(self, features: Bytes, at: NDArray[np.intp], where: NDArray[np.bool_]) -> Bytes:
        """Return the bucket of each coefficient: (coefficients,).

        Args:
            features: (features, places, squares), see ``neighbours``.
            at: the places.
            where: (down, across), which squares.
        """


class Estimate:
    """A guess by an estimator.

    Args:
        of: the estimator.
        kinds: (down, across), of the squares.
        log_step: the step's logarithm, see ``tables.log_step``.
    """

    def __init__(self, of: Estimator, kinds: Kinds, log_step: int) -> None:
        self._estimator = of
        self._biases = self._estimator.biases(log_step)
        self._kinds = kinds

    def buckets(self, features: Bytes, at: NDArray[np.intp], where: NDArray[np.bool_]) -> Bytes:
        """See ``Guess``. All that have nothing around them are estimated at once."""
        column = (at[:, None] * len(KINDS) + self._kinds[where]).ravel()
        features = features.reshape(features.shape[0], -1)
        some = np.flatnonzero(features[:-1].any(0))
        bare = np.zeros((features.shape[0], self._biases.shape[1]), np.uint8)
        if features.size:
            bare[-1] = features[-1, 0]
        span = slice(at.min() * len(KINDS), (at.max() + 1) * len(KINDS))
        of_bare = np.zeros(self._biases.shape[1], np.uint8)
        of_bare[span] = self._estimator.buckets(bare[:, span], self._biases[:, span])
        found: Bytes = of_bare[column]
        found[some] = self._estimator.buckets(features[:, some], self._biases[:, column[some]])
        return found


def capped(magnitudes: Integers) -> Integers:
    """Return magnitudes as symbols: the last one says that more follows."""
    return np.minimum(magnitudes, MOST)
