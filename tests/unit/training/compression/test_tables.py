from __future__ import annotations

import numpy as np
import pytest

from tests.unit.training.enhancement.scenes import scene
from tintype.codec import Tables, decode, encode, slopes
from tintype.compressing.fidelity import psnr
from training.compression.samples import Patch
from training.compression.tables import learned, shares, slants_of


def test_shares():
    """Shares are whole, none of them is 0, and together they are no more than two bytes hold."""
    found = shares(np.array([[1e6, 0, 0], [0, 0, 0]]))
    assert found.min() >= 1
    assert (found.sum(1) <= 1 << 16).all()
    assert found[0, 0] > 65_000


def test_slants():
    """Weights that made the lowest coefficients of the means around are found again."""
    means = np.random.default_rng(0).integers(-40, 40, (3, 12, 12)).astype(np.float32)
    steps = np.zeros((3, 12, 12, 16, 16), np.float32)
    steps[..., 0, 0] = means
    steps[:, 1:-1, 1:-1, 0, 1] = (means[:, 1:-1, :-2] - means[:, 1:-1, 2:]) / 4
    found = slants_of([Patch(steps[:, 1:-1, 1:-1], np.zeros((10, 10), np.int8), 64)], 0)
    inner = found[0].tolist()
    assert inner[3] == pytest.approx(slopes.ONE / 4, abs=12)
    assert inner[4] == pytest.approx(-slopes.ONE / 4, abs=12)
    assert np.abs(found[1:]).max() == 0


@pytest.mark.slow
def test_learned():
    """Tables that were learned from a few patches code other pictures, in fewer bits than they have pixels."""
    file = learned([scene(520)], many=12, epochs=1, seed=0)
    tables, image = Tables.read(file), scene(300)
    payload = encode(image, 50, tables)
    assert psnr(image, decode(payload, image.size, 50, tables)) > 36
    assert len(payload) * 8 < image.width * image.height
