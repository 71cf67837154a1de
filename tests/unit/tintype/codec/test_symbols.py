from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.codec.symbols import Reader, Writer, models

MOST = 7
MODELS = models(np.array([[60000, 5000, 400, 100, 30, 4, 1, 1], [1] * 8, [1, 1, 1, 1, 1, 1, 1, 60000]], np.uint16))


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-60_000, 60_000)), max_size=60))
def test_there_and_back(numbers):
    """Numbers of any size and sign come back, whatever buckets they were in."""
    buckets = np.array([bucket for bucket, _ in numbers], np.uint8)
    wanted = np.array([number for _, number in numbers], np.int32)
    sizes = np.abs(wanted)
    writer = Writer()
    symbols = writer.code(buckets, MODELS, np.minimum(sizes, MOST))
    writer.more(symbols, MOST, sizes)
    writer.signs(wanted.size, wanted < 0)
    reader = Reader(writer.written())
    assert np.array_equal(reader.code(buckets, MODELS), symbols)
    found = reader.more(symbols, MOST)
    found[reader.signs(wanted.size)] *= -1
    assert np.array_equal(found, wanted)


def test_likely_is_short():
    """What is likely in its bucket takes fewer bits."""
    lengths = []
    for bucket in (0, 1):
        writer = Writer()
        writer.code(np.full(8000, bucket, np.uint8), MODELS, np.zeros(8000, np.int32))
        lengths.append(len(writer.written()))
    assert lengths[1] == pytest.approx(8000 * 3 / 8, abs=8)
    assert lengths[0] < lengths[1] / 10


def test_nothing_to_write():
    """A writer that is given nothing to write says so."""
    with pytest.raises(TypeError, match="expected what is to be written"):
        Writer().signs(3, None)


@given(st.binary(max_size=64).map(lambda data: data[: len(data) // 4 * 4]))
def test_any_words(data):
    """From any words numbers are read, or the library says that nobody can have written them."""
    found = np.zeros(1)
    with suppress(AssertionError):
        found = Reader(data).code(np.zeros(100, np.uint8), MODELS)
    assert 0 <= found.min() <= found.max() <= MOST
