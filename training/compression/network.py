"""The post-filter: what an image lost in coding, foretold from what is left and from the quantisation step."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

from training.compression.samples import MIDDLE_STEP

_WIDTH, _BLOCKS = 16, 2
_CONTRAST = 4.0  # inputs of about one standard deviation learn quickest


def postfilter(width: int = _WIDTH, blocks: int = _BLOCKS) -> Any:  # noqa: ANN401 -- keras has no types
    """Build a network for images, (N, height, width, 3) in 0 to 1, and steps, (N, 1), in levels of 255.

    Small, for it runs on every pixel: larger ones gain a few hundredths of a dB more.
    """
    image, step = keras.Input((None, None, 3), name="image"), keras.Input((1,), name="step")
    log_step = layers.Lambda(_log_step)(layers.Reshape((1, 1, 1))(step))
    x = layers.Conv2D(width, 3, padding="same")(layers.Rescaling(_CONTRAST, -_CONTRAST / 2)(image))
    x = layers.Add()([x, layers.Dense(width)(log_step)])
    for _ in range(blocks):
        y = layers.Conv2D(width, 3, padding="same", activation="relu")(x)
        x = layers.Add()([x, layers.Conv2D(width, 3, padding="same")(y)])
    lost = layers.Conv2D(3, 3, padding="same", kernel_initializer="zeros")(x)
    return keras.Model([image, step], layers.Add()([image, lost]), name="postfilter")


def _log_step(step: Any) -> Any:  # noqa: ANN401 -- a tensor
    return keras.ops.log2(step) - MIDDLE_STEP
