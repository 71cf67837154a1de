from __future__ import annotations

import keras
import numpy as np
import pytest

from tintype.runtimes import load
from tintype.tensor import Tensor
from training.segmentation.export import to_litert
from training.segmentation.fit import loss
from training.segmentation.network import unet


@pytest.fixture(scope="module")
def model():
    """An untrained network of three sizes, always the same: some first weights say the same of all pixels."""
    keras.utils.set_random_seed(0)
    return unet(32, channels=1, classes=3, widths=(4, 6, 8))


def test_probabilities(model):
    """At each place the classes' probabilities sum to 1."""
    made = model(np.random.default_rng(0).random((2, 32, 32, 1), np.float32)).numpy()
    assert made.shape == (2, 32, 32, 3)
    assert np.abs(made.sum(-1) - 1).max() < 1e-5


def test_converted(model):
    """The LiteRT file gives, of 255, what the network gives; its weights are halves."""
    image = np.random.default_rng(1).integers(0, 256, (1, 32, 32, 1), np.uint8)
    network = load("litert", bytearray(to_litert(model)))
    made = network.run({"image": Tensor(*network.inputs[0], image.tobytes())})["probabilities"]
    received = np.frombuffer(made.data, np.uint8).reshape(32, 32, 3)
    expected = model(image.astype(np.float32) / 255).numpy()[0] * 255
    assert np.abs(received - expected).max() < 2
    assert np.ptp(expected) > 10


def test_loss():
    """A mask that is hit costs nothing, one that is missed more than one that is half hit."""
    mask = np.zeros((1, 4, 4), np.uint8)
    mask[0, :2] = 1
    right = np.eye(2, dtype=np.float32)[mask]
    costs = [float(loss(mask, part * right + (1 - part) * right[..., ::-1])) for part in (1.0, 0.5, 0.0)]
    assert costs[0] == pytest.approx(0, abs=1e-3)
    assert costs[0] < costs[1] < costs[2]
