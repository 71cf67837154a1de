from __future__ import annotations

import numpy as np
import pytest

from tests.unit.training.enhancement.scenes import scene
from tintype.codec.neighbours import FEATURES
from training.compression.samples import drawn, foretell, patches, weights


@pytest.fixture(scope="module")
def some():
    """A few patches."""
    return list(patches([scene(520)], 3, 1))


def test_patches(some):
    """The same seed draws the same patches, at steps between those of the best and of the worst quality."""
    again = list(patches([scene(520)], 3, 1))
    assert all(np.array_equal(one.steps, other.steps) for one, other in zip(some, again, strict=True))
    assert all(16 * 2.3 <= patch.log_step <= 16 * 7 for patch in some)


def test_drawn(some):
    """Each plane's coefficients are drawn but those at the edge; what is left out of them is counted fourfold."""
    for plane, of in enumerate(drawn(some, None)):
        assert of.features.shape == (len(of.symbols), FEATURES[plane])
        assert weights(of).sum() == pytest.approx(3 * 10 * 10 * 255, rel=0.02)
        assert np.array_equal(of.symbols, np.minimum(np.floor(of.values + np.float32(0.36)), 15))


def test_foretell(some):
    """What the means foretell is taken from a few coefficients, and from no others."""
    slants = [np.full((6, 8), 32, np.int32)] * 3
    changed = foretell(some[0], slants).steps != some[0].steps
    assert changed[..., 0, 1].any()
    changed[..., [0, 1, 0, 2, 0, 3], [1, 0, 2, 0, 3, 0]] = False
    assert not changed.any()
