from __future__ import annotations

from array import array

import pytest

from tintype.explaining.pixels import Pixels
from tintype.tensor import Tensor


def floats(*values, shape):
    return Tensor("image", "float32", shape, array("f", values).tobytes())


def test_mean_colour():
    """What is hidden becomes the mean of each channel."""
    pixels = Pixels.of(floats(0.0, 1.0, 0.5, 0.0, shape=(1, 1, 2, 2)))
    assert pixels.without(0, 0, 1, 1).flat() == [0.25, 0.5, 0.5, 0.0]


def test_bytes():
    """A model of bytes gets whole numbers."""
    pixels = Pixels.of(Tensor("image", "uint8", (1, 2, 2, 1), bytes([0, 1, 2, 4])))
    assert pixels.without(1, 0, 2, 2).flat() == [0, 2, 2, 2]
    assert bytes(pixels.blank()) == bytes([2] * 4)


@pytest.mark.parametrize("box", [(0, 0, 3, 2), (1, 1, 2, 2), (2, 0, 3, 1)])
def test_rectangle(box):
    """Exactly the rectangle is hidden."""
    tensor = floats(*range(6), shape=(1, 2, 3, 1))
    hidden = Pixels.of(tensor).without(*box).flat()
    left, top, right, bottom = box
    for index, (before, after) in enumerate(zip(tensor.flat(), hidden, strict=True)):
        inside = left <= index % 3 < right and top <= index // 3 < bottom
        assert after == (2.5 if inside else before)
