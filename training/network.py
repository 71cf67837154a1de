"""The seed CNN: two convolutions with max-pooling, one dense layer, softmax."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

INPUT, OUTPUT = "image", "probabilities"


def seed_cnn(shape: tuple[int, int, int], classes: int, learning_rate: float) -> Any:  # noqa: ANN401 -- keras has no types
    """Build and compile the network.

    Args:
        shape: of one input: height, width, channels; float32, 0 to 1.
        classes: how many labels.
        learning_rate: Adam's.

    Returns:
        A ``keras.Model`` from (N, height, width, channels) to (N, classes), float32 probabilities.
        For 28 x 28 x 1 and 10 classes it has 121,930 parameters.
    """
    model = keras.Sequential(
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
    model.compile(keras.optimizers.Adam(learning_rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
