"""A U-Net (Ronneberger et al. 2015, https://arxiv.org/abs/1505.04597): down, up, and across at each size."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

WIDTHS = (8, 16, 32, 48, 64)


def unet(side: int, channels: int, classes: int, widths: tuple[int, ...] = WIDTHS) -> Any:  # noqa: ANN401 -- keras has no types
    """Build a network from (N, side, side, channels) in 0 to 1 to (N, side, side, classes) probabilities.

    Args:
        side: a multiple of 2 to the power of ``len(widths) - 1``.
        channels: 1 or 3.
        classes: with the background.
        widths: the channels at each size, from the finest to the coarsest.
    """
    image = keras.Input((side, side, channels))
    x, across = image, []
    for width in widths[:-1]:
        x = twice(x, width)
        across.append(x)
        x = layers.MaxPooling2D()(x)
    x = twice(x, widths[-1])
    for width, same in zip(widths[-2::-1], reversed(across), strict=True):
        x = twice(layers.Concatenate()([layers.UpSampling2D(interpolation="bilinear")(x), same]), width)
    scores = layers.Conv2D(classes, 1)(x)
    return keras.Model(image, layers.Softmax()(scores), name="unet")


def twice(x: Any, width: int) -> Any:  # noqa: ANN401
    """Return two convolutions, each normalised over the batch."""
    for _ in range(2):
        x = layers.Conv2D(width, 3, padding="same", use_bias=False, kernel_initializer="he_normal")(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    return x
