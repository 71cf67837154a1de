from __future__ import annotations

from array import array

import pytest

from tintype.explaining.faithfulness import faithfulness
from tintype.explaining.heat import Heat
from tintype.explaining.pixels import Pixels
from tintype.tensor import Tensor

SIDE = 10
BRIGHT = Tensor("image", "float32", (1, SIDE, SIDE, 1), array("f", [1.0] * 50 + [0.0] * 50).tobytes())


def top_half(tensor):
    return sum(tensor.flat()[:50]) / 50


def test_right_map():
    """A map that names what the score comes from does better than its opposite, both ways."""
    right = Heat(SIDE, SIDE, [1.0] * 50 + [0.0] * 50)
    wrong = Heat(SIDE, SIDE, [0.0] * 50 + [1.0] * 50)
    good, bad = (faithfulness(Pixels.of(BRIGHT), heat, top_half, 60.0) for heat in (right, wrong))
    assert good["deletion"] == pytest.approx(0.625)  # from 1 to 0.5 in half of the steps, then 0.5
    assert good["insertion"] == pytest.approx(0.875)
    assert bad["deletion"] == pytest.approx(0.875)
    assert bad["insertion"] == pytest.approx(0.625)


def test_no_time():
    """Where there is no time for it, nothing is said."""
    assert faithfulness(Pixels.of(BRIGHT), Heat(1, 1, [1.0]), top_half, 0.0) is None
