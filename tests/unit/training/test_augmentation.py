from __future__ import annotations

import numpy as np
import pytest

from training.hyperparameters import Hyperparameters

pytestmark = pytest.mark.slow  # TensorFlow takes seconds to import


def augmented(images, number=0, **settings):
    from training.augmentation import Augmentation  # noqa: PLC0415

    height, width = images.shape[1:3]
    return np.array(Augmentation(Hyperparameters(width=width, height=height, **settings))(images, number))


@pytest.fixture(scope="module")
def images(mnist):
    return mnist.train.images[:64].astype(np.float32) / 255


def test_nothing_asked_nothing_changed(images):
    """Without any of the settings the images stay as they are."""
    assert np.array_equal(augmented(images), images)


def test_same_number_same_changes(images):
    """The same seed and step give the same images; another step or seed others."""
    how = {"shift": 0.2, "rotate": 30.0, "zoom": 0.2, "flip": "both"}
    assert np.array_equal(augmented(images, 3, **how), augmented(images, 3, **how))
    assert not np.array_equal(augmented(images, 3, **how), augmented(images, 4, **how))
    assert not np.array_equal(augmented(images, 3, **how), augmented(images, 3, seed=1, **how))


@pytest.mark.parametrize(("flip", "axis"), [("horizontal", 2), ("vertical", 1)])
def test_flip(images, flip, axis):
    """Each image is itself or its mirror image along the axis, about half of them each."""
    changed = augmented(images, flip=flip)
    same = np.array([np.allclose(a, b) for a, b in zip(changed, images, strict=True)])
    assert np.allclose(changed[~same], np.flip(images[~same], axis))
    assert 16 <= same.sum() <= 48


def test_shift():
    """Images move by whole pixels within the share, in both directions, and what comes in is background."""
    dot = np.zeros((200, 21, 11, 1), np.float32)
    dot[:, 10, 5] = 1
    y, x = np.nonzero(augmented(dot, shift=0.2).sum((0, 3)))
    assert (y.min(), y.max(), x.min(), x.max()) == (6, 14, 3, 7)
    grey = augmented(np.ones((50, 20, 20, 1), np.float32), shift=0.2, background=51)
    assert set(np.unique(grey).round(3)) == {np.float32(0.2), np.float32(1)}


def test_zoom():
    """Zooming makes a square smaller or larger within the share, about the centre."""
    square = np.zeros((100, 41, 41, 1), np.float32)
    square[:, 10:31, 10:31] = 1
    areas = augmented(square, zoom=0.2).sum((1, 2, 3)) / 21**2
    assert 0.8**2 - 0.05 < areas.min() < 0.8
    assert 1.25 < areas.max() < 1.2**2 + 0.05


def test_rotate():
    """Rotation keeps the centre where it is, and turns what lies beside it by at most the angle, to both sides."""
    pair = np.zeros((200, 41, 41, 1), np.float32)
    pair[:, 20, 20] = pair[:, 20, 38] = 1
    changed = augmented(pair, rotate=30.0)
    assert np.allclose(changed[:, 20, 20], 1)
    rows = (changed[:, :, 25:, 0].sum(2) * np.arange(41)).sum(1) / changed[:, :, 25:, 0].sum((1, 2))
    angles = np.degrees(np.arcsin((rows - 20) / 18))
    assert -32 < angles.min() < -20 < 20 < angles.max() < 32
