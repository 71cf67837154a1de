"""A residual network of the seed CNN's running time: strides instead of pooling, batch normalisation, a shortcut.

Batch normalisation costs nothing when served: the converter folds it into the weights before it.
He et al., Deep Residual Learning for Image Recognition, 2015, https://arxiv.org/abs/1512.03385.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

from training.networks import INPUT, OUTPUT

DROPOUT = 0.25
"""Of the features before the first dense layer, while training."""


def build(shape: tuple[int, int, int], classes: int) -> Any:  # noqa: ANN401 -- keras has no types
    """Build the network; for 28 x 28 x 1 and 10 classes it has 230,570 parameters."""
    image = keras.Input(shape, name=INPUT)
    x = layers.ReLU()(_convolution(image, 32, 5, 2))
    x = layers.ReLU()(layers.Add()([x, _convolution(x, 32, 3, 1)]))
    x = layers.ReLU()(_convolution(x, 64, 3, 2))
    x = layers.Dropout(DROPOUT)(layers.Flatten()(x))
    x = layers.ReLU()(layers.BatchNormalization()(layers.Dense(64, use_bias=False)(x)))
    return keras.Model(image, layers.Dense(classes, activation="softmax", name=OUTPUT)(x), name="residual_cnn")


def _convolution(x: Any, filters: int, size: int, stride: int) -> Any:  # noqa: ANN401 -- keras has no types
    x = layers.Conv2D(filters, size, stride, padding="same", use_bias=False)(x)
    return layers.BatchNormalization()(x)
