from __future__ import annotations

import numpy as np
import pytest

from tests.unit.tintype.codec.conftest import TABLES
from tests.unit.training.enhancement.scenes import scene
from tintype.codec import Tables, step
from training.compression.pairs import batches, pairs


@pytest.fixture(scope="module")
def some():
    """Two parts of a picture."""
    return pairs([scene(680)], Tables.read(TABLES.read_bytes()), 2, 0)


def test_pairs(some):
    """What the codec returns is near to the picture, at steps of its qualities."""
    for pair in some:
        error = np.square(pair.good.astype(float) - pair.coded).mean() ** 0.5
        assert 0 < error < pair.step
        assert step(100) <= pair.step <= step(1)


def test_batches(some):
    """A batch holds patches of both, turned in the same way, with their steps in levels."""
    (coded, steps), good = next(batches(some, 4, 0))
    assert coded.shape == good.shape == (4, 96, 96, 3)
    assert steps.shape == (4, 1)
    assert (np.sqrt(np.square(coded - good).mean((1, 2, 3))) < steps[:, 0] / 255).all()
