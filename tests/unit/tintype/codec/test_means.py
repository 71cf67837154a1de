from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tintype.codec import means
from tintype.codec.symbols import Reader, Writer, models

MODELS = [models(np.ones((means.CONTEXTS, means.MOST + 1), np.uint16))] * 2


@settings(max_examples=25, deadline=None)
@given(down=st.integers(1, 140), across=st.integers(1, 20), most=st.sampled_from([0, 3, 900]))
def test_there_and_back(down, across, most):
    """Means come back, whatever their number and size."""
    wanted = np.random.default_rng(down).integers(-most, most + 1, (2, down, across)).astype(np.int32)
    writer = Writer()
    means.coded(writer, MODELS, wanted, wanted.shape)
    assert np.array_equal(means.coded(Reader(writer.written()), MODELS, None, wanted.shape), wanted)


def test_passes():
    """Every mean is visited once, after all that foretell it."""
    known = np.zeros((100, 70), int)
    for which in means.passes():
        for row in range(100)[which.rows]:
            for column in range(70)[which.columns]:
                around = [(row + y * which.apart, column + x * which.apart) for y, x in which.around]
                assert all(known[at] for at in around if 0 <= at[0] < 100 and 0 <= at[1] < 70)
        known[which.rows, which.columns] += 1
    assert (known == 1).all()


def test_slope_is_foretold():
    """On an even slope the means between others are what is foretold."""
    slope = np.add.outer(np.arange(33) * 4, np.arange(33) * 2)[None].astype(np.int32)
    last = list(means.passes())[-1]
    found = means.surroundings(slope, 0, last)
    inner = found.foretold[:, 1:-1] - slope[0][found.at][:, 1:-1]
    assert not inner.any()


def test_second_plane_looks_at_the_first():
    """Where the first plane was foretold badly, the second one's context is another."""
    planes = np.zeros((2, 9, 9), np.int32)
    planes[0, 0, 1] = 50
    last = list(means.passes())[-2]
    contexts = means.surroundings(planes, 1, last).contexts
    assert contexts[0, 0] != contexts[1, 0]
