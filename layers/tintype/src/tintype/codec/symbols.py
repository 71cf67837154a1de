"""Whole numbers to bits and back, by the range coder of the library *constriction*.

Each number is written as one of some symbols, of which the last says that more follows, and its sign. All of one bucket
are written together: they share their probabilities. What follows, and the signs, are written at a plane's end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from constriction import stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Integers = NDArray[np.int32]

Values = TypeVar("Values")

_TOTAL = 1 << 16
_LONGEST = 16  # bits of what follows
_LENGTHS = np.array([max(1, _TOTAL >> (bits + 1)) for bits in range(_LONGEST)])


def models(counts: NDArray[np.uint16]) -> list[Any]:
    """Return a model for each row of probabilities, whole numbers that say how many of their sum."""
    return [_model(row) for row in counts]


def _model(counts: NDArray[Any]) -> Any:  # noqa: ANN401 -- constriction has no types
    exact = counts.astype(np.float64)
    return stream.model.Categorical((exact / exact.sum()).astype(np.float32), perfect=False)


_SIGN = _model(np.array([1, 1]))
_LENGTH = _model(_LENGTHS)


class Coder(Protocol):
    """What writes numbers, or reads the same ones: whoever calls it need not know which."""

    def code(self, buckets: Bytes, among: Sequence[Any], symbols: Integers | None, /) -> Integers:
        """Return the symbols: those that are given, to be written, or those that were."""

    def more(self, symbols: Integers, most: int, sizes: Integers | None, /) -> Integers:
        """Return the sizes that belong to symbols, of which ``most`` is the last."""

    def signs(self, many: int, negative: NDArray[np.bool_] | None, /) -> NDArray[np.bool_]:
        """Return which of so many numbers are below zero."""


class Writer:
    """Writes."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._encoder = stream.queue.RangeEncoder()

    def code(self, buckets: Bytes, among: Sequence[Any], symbols: Integers | None) -> Integers:
        """See ``Coder``."""
        given = _given(symbols)
        order = np.argsort(buckets, kind="stable")
        ordered, start = given[order], 0
        for bucket, many in enumerate(np.bincount(buckets)):
            if many:
                self._encoder.encode(ordered[start : start + many], among[bucket])
                start += many
        return given

    def more(self, symbols: Integers, most: int, sizes: Integers | None) -> Integers:
        """See ``Coder``."""
        given = _given(sizes)
        rest = given[symbols == most] - most + 1
        lengths = np.frexp(rest)[1].astype(np.int32) - 1
        self._encoder.encode(lengths, _LENGTH)
        for length in range(1, _LONGEST):
            these = rest[lengths == length]
            if these.size:
                self._encoder.encode(these - (1 << length), stream.model.Uniform(1 << length))
        return given

    def signs(self, _many: int, negative: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
        """See ``Coder``."""
        given = _given(negative)
        self._encoder.encode(given.astype(np.int32), _SIGN)
        return given

    def written(self) -> bytes:
        """Return all that was written: words of four bytes, the lowest first."""
        words: NDArray[np.uint32] = self._encoder.get_compressed()
        return words.astype("<u4").tobytes()


def _given(values: Values | None) -> Values:
    if values is None:
        raise TypeError("expected what is to be written, received None")
    return values


class Reader:
    """Reads what a ``Writer`` wrote. From other bytes it reads other numbers: it cannot tell."""

    def __init__(self, data: bytes) -> None:
        """``data`` is what was written, of whole words."""
        self._decoder = stream.queue.RangeDecoder(np.frombuffer(data, "<u4").astype(np.uint32))

    def code(self, buckets: Bytes, among: Sequence[Any], _symbols: Integers | None = None) -> Integers:
        """See ``Coder``."""
        order = np.argsort(buckets, kind="stable")
        parts = [
            self._decoder.decode(among[bucket], int(many)) for bucket, many in enumerate(np.bincount(buckets)) if many
        ]
        found = np.empty(buckets.size, np.int32)
        found[order] = np.concatenate(parts) if parts else 0
        return found

    def more(self, symbols: Integers, most: int, _sizes: Integers | None = None) -> Integers:
        """See ``Coder``."""
        large = np.flatnonzero(symbols == most)
        lengths = self._decoder.decode(_LENGTH, large.size)
        rest = 1 << lengths
        for length in range(1, _LONGEST):
            these = np.flatnonzero(lengths == length)
            if these.size:
                rest[these] += self._decoder.decode(stream.model.Uniform(1 << length), these.size)
        found = symbols.copy()
        found[large] = rest + most - 1
        return found

    def signs(self, many: int, _negative: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
        """See ``Coder``."""
        return np.asarray(self._decoder.decode(_SIGN, many)).astype(np.bool_)
