from __future__ import annotations

import numpy as np

from tests.unit.training.segmentation.shapes import discs
from training.segmentation.augmentation import batches


def test_together():
    """However a sample is turned, enlarged, shifted and lit, the mask still lies over what it shows."""
    images, masks = next(batches(discs(8), 48, 8, 1))
    assert images.shape == (8, 48, 48, 1)
    assert images.dtype == np.float32
    assert masks.shape == (8, 48, 48)
    for image, mask in zip(images[..., 0], masks, strict=True):
        bright = image > (image.min() + image.max()) / 2
        assert (bright == (mask == 1)).mean() > 0.97


def test_varied():
    """No two rounds are alike, and the same seed makes the same."""
    rounds = batches(discs(2), 32, 2, 7)
    first, second = next(rounds)[0], next(rounds)[0]
    assert not np.array_equal(first, second)
    assert np.array_equal(first, next(batches(discs(2), 32, 2, 7))[0])
