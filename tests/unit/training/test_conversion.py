from __future__ import annotations

import keras
import numpy as np
import pytest

from tintype.runtimes import load
from tintype.tensor import Tensor
from training.conversion import of_bytes


@pytest.mark.slow
@pytest.mark.parametrize("halves", [False, True])
def test_bytes(halves):
    """Bytes go in as values from 0 to 1, and come out rounded and cut off at 0 and 255."""
    model = keras.Sequential([keras.Input((2, 2, 1)), keras.layers.Rescaling(2.0, -0.2)])
    network = load("litert", bytearray(of_bytes(model, (1, 2, 2, 1), ("tile", "better"), halves=halves)))
    levels = np.array([0, 64, 100, 255], np.uint8)
    made = network.run({"tile": Tensor("tile", "uint8", (1, 2, 2, 1), levels.tobytes())})["better"]
    assert made.dtype == "uint8"
    assert made.flat() == [0, 77, 149, 255]  # twice as much, less a fifth of 255
