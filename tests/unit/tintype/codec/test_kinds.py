from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tintype.codec import kinds
from tintype.codec.symbols import Reader, Writer, models
from tintype.codec.transform import KINDS

MODELS = models(np.ones((kinds.CONTEXTS, len(KINDS)), np.uint16))


@given(down=st.integers(1, 12), across=st.integers(1, 12))
def test_there_and_back(down, across):
    """Kinds come back, whatever the number of squares."""
    wanted = np.random.default_rng(down).integers(0, len(KINDS), (down, across)).astype(np.int8)
    writer = Writer()
    kinds.coded(writer, MODELS, wanted, wanted.shape)
    assert np.array_equal(kinds.coded(Reader(writer.written()), MODELS, None, wanted.shape), wanted)


def test_contexts():
    """A square among four of the last kind has the last context."""
    known = np.full((3, 3), len(KINDS) - 1, np.int8)
    found = kinds.contexts((3, 3), known)
    assert found[1, 1] == found.max() == kinds.CONTEXTS - 1
    assert not kinds.contexts((3, 3), None).any()
