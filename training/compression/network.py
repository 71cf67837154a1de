"""The post-filter: what an image lost in coding, foretold from what is left and from the quantisation step."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

_WIDTH, _BLOCKS = 32, 3
_CONTRAST = 4.0  # inputs of about one standard deviation learn quickest
_MIDDLE_STEP = 4.6


def postfilter(width: int = _WIDTH, blocks: int = _BLOCKS) -> Any:  # noqa: ANN401 -- keras has no types
    """Build a network for images, (N, height, width, 3) in 0 to 1 with even sides, and steps, (N, 1), in levels of 255.

    It works on squares of 2 x 2 pixels: at equal work, more channels at half of the size see further. What it adds is a
    multiple of the step, as the loss is that it mends.
    """
    image, step = keras.Input((None, None, 3), name="image"), keras.Input((1,), name="step")
    size = layers.Reshape((1, 1, 1))(step)
    log_step = layers.Lambda(lambda x: keras.ops.log2(x) - _MIDDLE_STEP)(size)
    x = layers.Rescaling(_CONTRAST, -_CONTRAST / 2)(layers.Lambda(_halved)(image))
    x = layers.Conv2D(width, 3, padding="same")(x)
    x = layers.Add()([x, layers.Dense(width)(log_step)])
    for _ in range(blocks):
        y = layers.Conv2D(width, 3, padding="same", activation="relu")(x)
        x = layers.Add()([x, layers.Conv2D(width, 3, padding="same")(y)])
    x = layers.Conv2D(12, 3, padding="same", kernel_initializer="zeros")(x)
    lost = layers.Multiply()([layers.Lambda(_doubled)(x), layers.Rescaling(1 / 255)(size)])
    return keras.Model([image, step], layers.Add()([image, lost]), name="postfilter")


def _halved(x: Any) -> Any:  # noqa: ANN401 -- a tensor
    import tensorflow as tf  # noqa: PLC0415 -- Keras has no operation of this name

    return tf.nn.space_to_depth(x, 2)


def _doubled(x: Any) -> Any:  # noqa: ANN401 -- a tensor
    import tensorflow as tf  # noqa: PLC0415 -- Keras has no operation of this name

    return tf.nn.depth_to_space(x, 2)
