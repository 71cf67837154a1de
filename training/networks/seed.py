"""The seed CNN: two convolutions with max-pooling, one dense layer, softmax."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

from training.networks import INPUT, OUTPUT


def build(shape: tuple[int, int, int], classes: int) -> Any:  # noqa: ANN401 -- keras has no types
    """Build the network; for 28 x 28 x 1 and 10 classes it has 121,930 parameters."""
    return keras.Sequential(
        [
            keras.Input(shape, name=INPUT),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(classes, activation="softmax", name=OUTPUT),
        ],
        name="seed_cnn",
    )
