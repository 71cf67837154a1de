"""The networks: plain convolutions that predict what has to be added to an image."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import layers, ops

BICUBIC = (-3 / 128, 29 / 128, 111 / 128, -9 / 128)
"""Cubic convolution (Keys 1981, a = -0.5) at a quarter of a pixel from its second sample: what doubles a size."""


def denoiser(width: int = 48, depth: int = 6) -> Any:  # noqa: ANN401 -- keras has no types
    """Build a network for (N, height, width, 3) in 0 to 1, sides even; noise of unknown strength.

    It works on quarters of the pixels (space to depth, after Zhang et al., FFDNet, 2018): a fourth of the work, and a
    reach of 2 * (depth + 2) pixels. Its last layer starts at zero, so that it begins by changing nothing.
    """
    image = keras.Input((None, None, 3))
    x = layers.Lambda(_space_to_depth)(image)
    for _ in range(depth + 1):
        x = layers.Conv2D(width, 3, padding="same", activation="relu", kernel_initializer="he_normal")(x)
    x = layers.Conv2D(12, 3, padding="same", kernel_initializer="zeros")(x)
    return keras.Model(image, layers.Add()([image, layers.Lambda(_depth_to_space)(x)]), name="denoiser")


def upscaler(width: int = 32, depth: int = 6) -> Any:  # noqa: ANN401 -- keras has no types
    """Build a network from (N, height, width, 1) in 0 to 1 to twice the size; reach depth + 2 pixels.

    Two ways are added (after Shi et al., ESPCN, 2016, and Kim et al., VDSR, 2016): one convolution that starts as
    bicubic interpolation, and a deep one that starts at zero.
    """
    image = keras.Input((None, None, 1))
    x = image
    for _ in range(depth + 1):
        x = layers.Conv2D(width, 3, padding="same", activation="relu", kernel_initializer="he_normal")(x)
    x = layers.Conv2D(4, 3, padding="same", kernel_initializer="zeros")(x)
    plain = layers.Conv2D(4, 5, padding="same", use_bias=False, kernel_initializer=_bicubic)(image)
    return keras.Model(image, layers.Lambda(_depth_to_space)(layers.Add()([x, plain])), name="upscaler")


def _bicubic(shape: tuple[int, ...], dtype: str | None = None) -> Any:  # noqa: ANN401 -- a tensor
    kernels = np.zeros(shape, "float32")
    before = np.array([*BICUBIC, 0.0])  # the new sample lies a quarter of a pixel before the old one
    for index, (down, right) in enumerate(((0, 0), (0, 1), (1, 0), (1, 1))):
        rows, columns = (before[::-1] if later else before for later in (down, right))
        kernels[:, :, 0, index] = np.outer(rows, columns)
    return ops.convert_to_tensor(kernels, dtype)


def _space_to_depth(x: Any) -> Any:  # noqa: ANN401 -- a tensor
    import tensorflow as tf  # noqa: PLC0415 -- Keras has no operation of this name

    return tf.nn.space_to_depth(x, 2)


def _depth_to_space(x: Any) -> Any:  # noqa: ANN401 -- a tensor
    import tensorflow as tf  # noqa: PLC0415 -- Keras has no operation of this name

    return tf.nn.depth_to_space(x, 2)
