from __future__ import annotations

import keras
import numpy as np
import pytest

from training.segmentation.decoder import TAKEN, cutter, frozen


@pytest.fixture(scope="module")
def network():
    """Something with the names of an EfficientNet's layers, and its sizes, but few channels."""
    image = keras.Input((64, 64, 3))
    x = keras.layers.Conv2D(4, 3, 2, "same")(image)
    for index, name in enumerate(TAKEN):
        expanded = keras.layers.Conv2D(6, 1, name=f"{name}__expand_conv")(x)
        x = keras.layers.Conv2D(5 + index, 3, 2, "same")(expanded)
    return keras.Model(image, keras.layers.GlobalAveragePooling2D()(x))


def test_frozen(network):
    """The encoder gives what it saw at five sizes, ends there, and does not learn."""
    encoder = frozen(network)
    assert [output.shape[1:3] for output in encoder.outputs] == [(32, 32), (16, 16), (8, 8), (4, 4), (2, 2)]
    assert encoder.count_params() < network.count_params()
    assert not encoder.trainable_weights


def test_cutter(network):
    """Each pixel gets two probabilities; the decoder alone has weights to learn."""
    encoder = frozen(network)
    model = cutter(encoder, (8, 8, 6, 6, 4))
    made = model(np.random.default_rng(0).random((2, 64, 64, 3), np.float32)).numpy()
    assert made.shape == (2, 64, 64, 2)
    assert np.abs(made.sum(-1) - 1).max() < 1e-5
    learnt, known = ({id(weight) for weight in each} for each in (model.trainable_weights, encoder.weights))
    assert learnt
    assert not learnt & known


def test_seen(network):
    """The encoder is shown pixels as it knows them: (level - 127) / 128."""
    model = cutter(frozen(network), (8, 8, 6, 6, 4))
    scaling = next(layer for layer in model.layers if isinstance(layer, keras.layers.Rescaling))
    assert scaling(np.array([[0.0, 1.0]])).numpy() == pytest.approx(np.array([[-127 / 128, 1.0]]))
