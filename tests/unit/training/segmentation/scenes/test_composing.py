from __future__ import annotations

import numpy as np
import pytest

from tests.unit.training.segmentation.material import MATERIAL
from training.segmentation.scenes.composing import compose


def test_mask():
    """The mask lies over what was put there: where a plain subject is, its colour is, give or take light and grain."""
    agreeing = []
    for seed in range(20):
        scene = compose(
            MATERIAL._replace(subjects=MATERIAL.subjects[:1]), (96, 80), np.random.default_rng(seed), count=1
        )
        image, inside = np.asarray(scene.image, float), np.asarray(scene.mask) == 1
        assert 0 < inside.mean() < 1
        apart = np.abs(image - image[inside].mean(0)).mean(-1)
        agreeing.append(np.median(apart[inside]) < np.median(apart[~inside]))
    assert np.mean(agreeing) > 0.9


@pytest.mark.parametrize("size", [(96, 64), (50, 90)])
def test_size(size):
    """A scene has the size that is asked for, in RGB, and a mask of noughts and ones."""
    scene = compose(MATERIAL, size, np.random.default_rng(1), count=2)
    assert (scene.image.size, scene.image.mode) == (size, "RGB")
    assert (scene.mask.size, scene.mask.mode) == (size, "L")
    assert set(np.unique(np.asarray(scene.mask))) == {0, 1}


def test_nobody():
    """A scene of nobody has an empty mask, whatever else was put there."""
    for seed in range(5):
        assert not np.asarray(compose(MATERIAL, (64, 64), np.random.default_rng(seed), count=0).mask).any()


def test_usual_counts():
    """Almost all scenes have a subject, and a few have none."""
    rng = np.random.default_rng(0)
    empty = [not np.asarray(compose(MATERIAL, (32, 32), rng).mask).any() for _ in range(200)]
    assert 0 < np.mean(empty) < 0.15


def test_same():
    """The same seed makes the same scene."""
    first, second = (compose(MATERIAL, (64, 64), np.random.default_rng(3)) for _ in range(2))
    assert first.image.tobytes() == second.image.tobytes()
    assert first.mask.tobytes() == second.mask.tobytes()
