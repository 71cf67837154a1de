from __future__ import annotations

import numpy as np
import pytest

from tests.unit.training.segmentation.material import MATERIAL
from training.segmentation.scenes.backgrounds import background, blob


@pytest.mark.parametrize("size", [(90, 50), (50, 90), (400, 400)])
def test_background(size):
    """A background has the size that is asked for, also where the photograph is smaller, and no two are alike."""
    rng = np.random.default_rng(0)
    made = [background(MATERIAL.photographs, size, rng) for _ in range(30)]
    assert {(each.size, each.mode) for each in made} == {(size, "RGB")}
    assert len({each.tobytes() for each in made}) == 30


def test_blob():
    """A blob is one rounded patch: solid inside, nothing far off."""
    for seed in range(10):
        levels = np.asarray(blob((120, 90), np.random.default_rng(seed)))
        assert levels.max() > 128
        assert 0.002 < (levels > 128).mean() < 0.7
        assert levels.min() == 0
