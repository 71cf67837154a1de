from __future__ import annotations

from array import array

import pytest

from tintype.explaining.occlusion import occlusion
from tintype.explaining.pixels import Pixels
from tintype.tensor import Tensor


def pixels(side):
    """White in the top left quarter, black elsewhere."""
    half = side // 2
    values = [1.0 if x < half and y < half else 0.0 for y in range(side) for x in range(side)]
    return Pixels.of(Tensor("image", "float32", (1, side, side, 1), array("f", values).tobytes()))


def brightness(tensor):
    return max(tensor.flat()[:1])


def total(tensor):
    return sum(tensor.flat())


def test_what_counts():
    """Where the score comes from one pixel, hiding it costs the score, and hiding others costs nothing."""
    heat = occlusion(pixels(28), brightness, 60.0)
    assert (heat.width, heat.height) == (14, 14)
    assert heat.values[0] == pytest.approx(0.75)
    assert heat.values[5:14] == [0.0] * 9


@pytest.mark.parametrize(("seconds", "side"), [(60.0, 14), (0.0, 4)])
def test_time(seconds, side):
    """With less time there are fewer places."""
    assert occlusion(pixels(28), total, seconds).width == side


def test_small():
    """An input of fewer pixels than places has one place for each."""
    heat = occlusion(pixels(3), total, 60.0)
    assert (heat.width, heat.height) == (3, 3)
