from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.training.segmentation.material import ring, square
from training.segmentation.scenes.subjects import placed

SIDES = st.tuples(st.integers(16, 120), st.integers(16, 120))


@settings(max_examples=40, deadline=None)
@given(SIDES, SIDES, st.integers(0, 1000))
def test_placed(own, size, seed):
    """Whatever the shapes, most of a subject lies within the scene."""
    made = placed(square().resize(own), size, np.random.default_rng(seed))
    assert (made.size, made.mode) == (size, "RGBA")
    assert np.asarray(made.getchannel("A")).max() > 0


def test_hole():
    """What is transparent in a cut-out stays so."""
    alpha = np.asarray(placed(ring(200), (200, 200), np.random.default_rng(0)).getchannel("A"), int)
    rows, columns = np.nonzero(alpha > 128)
    assert alpha[round(rows.mean()), round(columns.mean())] == 0


def test_varied():
    """Sizes and places differ."""
    rng = np.random.default_rng(0)
    boxes = [placed(square(), (200, 200), rng).getchannel("A").getbbox() for _ in range(30)]
    widths = [right - left for left, _, right, _ in boxes]
    assert max(widths) > 2 * min(widths)
    assert len({box[:2] for box in boxes}) > 20
