"""The networks: residual blocks of convolutions that predict what has to be added to an image."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import layers, ops

BICUBIC = (-3 / 128, 29 / 128, 111 / 128, -9 / 128)
"""Cubic convolution (Keys 1981, a = -0.5) at a quarter of a pixel before its third sample: what doubles a size."""

_CONTRAST = 4.0  # inputs of about one standard deviation learn quickest


def denoiser(width: int = 24, blocks: int = 3) -> Any:  # noqa: ANN401 -- keras has no types
    """Build a network for (N, height, width, 3) in 0 to 1; noise of unknown strength.

    Few channels at the full size: at equal work this learns more than many at half of it.
    """
    image = keras.Input((None, None, 3))
    return keras.Model(image, layers.Add()([image, _trunk(image, width, blocks, 3)]), name="denoiser")


def upscaler(width: int = 32, blocks: int = 3) -> Any:  # noqa: ANN401 -- keras has no types
    """Build a network from (N, height, width, 1) in 0 to 1 to twice the size.

    Two ways are added: one convolution that starts as bicubic interpolation, and a deep one that starts at zero; the
    four new pixels of each old one are its channels (Shi et al., ESPCN, 2016).
    """
    image = keras.Input((None, None, 1))
    plain = layers.Conv2D(4, 5, padding="same", use_bias=False, kernel_initializer=_bicubic)(image)
    quarters = layers.Add()([plain, _trunk(image, width, blocks, 4)])
    return keras.Model(image, layers.Lambda(_depth_to_space)(quarters), name="upscaler")


def _trunk(image: Any, width: int, blocks: int, channels: int) -> Any:  # noqa: ANN401 -- tensors
    """Residual blocks without normalisation (Lim et al., EDSR, 2017)."""
    x = layers.Rescaling(_CONTRAST, -_CONTRAST / 2)(image)
    x = layers.Conv2D(width, 3, padding="same")(x)
    for _ in range(blocks):
        y = layers.Conv2D(width, 3, padding="same", activation="relu")(x)
        x = layers.Add()([x, layers.Conv2D(width, 3, padding="same")(y)])
    return layers.Conv2D(channels, 3, padding="same", kernel_initializer="zeros")(x)


def _bicubic(shape: tuple[int, ...], dtype: str | None = None) -> Any:  # noqa: ANN401 -- a tensor
    kernels = np.zeros(shape, "float32")
    before = np.array([*BICUBIC, 0.0])  # the first of two new samples lies a quarter of a pixel before the old one
    for index, (down, right) in enumerate(((0, 0), (0, 1), (1, 0), (1, 1))):
        rows, columns = (before[::-1] if later else before for later in (down, right))
        kernels[:, :, 0, index] = np.outer(rows, columns)
    return ops.convert_to_tensor(kernels, dtype)


def _depth_to_space(x: Any) -> Any:  # noqa: ANN401 -- a tensor
    import tensorflow as tf  # noqa: PLC0415 -- Keras has no operation of this name

    return tf.nn.depth_to_space(x, 2)
