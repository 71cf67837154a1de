from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tintype.masks.labelling import areas, labelled, only, planes
from tintype.tensor import Tensor


@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 6), st.integers(2, 5))
def test_likeliest(seed, height, width, classes):
    """Each pixel belongs to its likeliest class, the first of several; each class has its mask and area."""
    values = np.random.default_rng(seed).integers(0, 256, (1, height, width, classes), np.uint8) // 40
    labels = labelled(planes(Tensor("probabilities", "uint8", values.shape, values.tobytes())))
    expected = values[0].argmax(-1)
    assert np.array_equal(np.asarray(labels), expected)
    assert list(areas(labels, classes)) == [(expected == index).sum() for index in range(classes)]
    for index in range(classes):
        assert np.array_equal(np.asarray(only(labels, index)), np.where(expected == index, 255, 0))
