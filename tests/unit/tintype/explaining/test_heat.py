from __future__ import annotations

import pytest

from tintype.explaining.heat import Heat, over_image
from tintype.images import Preprocessing
from tintype.tensor import Tensor


def spot(side=4):
    """Heat in the top left corner alone."""
    return Heat(side, side, [4.0] + [0.0] * (side * side - 1))


def warmest(heat):
    index = max(range(len(heat.values)), key=heat.values.__getitem__)
    return index % heat.width, index // heat.width


def test_of_tensor():
    """A tensor's last two sizes are the map's."""
    tensor = Tensor("heat", "uint8", (1, 2, 3), bytes(range(6)))
    assert Heat.of(tensor) == Heat(3, 2, [0, 1, 2, 3, 4, 5])


def test_positive():
    """What spoke against the label is left out, and the strongest is 1."""
    assert list(Heat(3, 1, [-2.0, 1.0, 4.0]).positive().values) == [0.0, 0.25, 1.0]


@pytest.mark.parametrize("values", [[0.0, 0.0], [-1.0, -2.0]])
def test_nothing(values):
    """Where nothing spoke for the label, all is cold."""
    assert list(Heat(2, 1, values).positive().values) == [0.0, 0.0]


@pytest.mark.parametrize("resize", ["stretch", "crop", "fit"])
@pytest.mark.parametrize("size", [(8, 8), (40, 20), (20, 40), (3, 3)])
def test_place(resize, size):
    """Heat at a corner of the model's input lies over the same corner of what the model saw of the image."""
    how = Preprocessing(8, 8, resize=resize)
    heat = spot(8)
    if resize == "fit":  # the corner of the input is a filled-up edge: take one of the image itself
        scale = min(8 / size[0], 8 / size[1])
        left, top = ((8 - max(1, round(side * scale))) // 2 for side in size)
        heat = Heat(8, 8, [1.0 if index == top * 8 + left else 0.0 for index in range(64)])
    made = over_image(heat, how, *size)
    x, y = warmest(made)
    cut = min(size) if resize == "crop" else 0
    expected = ((size[0] - cut) // 2, (size[1] - cut) // 2) if cut else (0, 0)
    assert (made.width, made.height) == size
    assert abs(x - expected[0]) <= size[0] / 8
    assert abs(y - expected[1]) <= size[1] / 8
