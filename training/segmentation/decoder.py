"""A subject's mask from what a frozen EfficientNet-Lite0 sees at five sizes, the coarsest first.

At each size what came from the coarser one is enlarged and what the encoder saw is added, as in feature pyramid
networks (Lin et al. 2017, https://arxiv.org/abs/1612.03144); then a convolution. The coarsest also gets the mean over
the whole image, as what stands out depends on all of it. The encoder ends after the first block of its sixth stage:
the rest of it holds more than three quarters of the weights.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

WIDTHS = (96, 96, 64, 40, 16)
"""Of the decoder, from the coarsest size to the finest."""

TAKEN = ("blocks_1", "blocks_3", "blocks_5", "blocks_11", "blocks_12")
"""What these blocks are given is taken: 1/2, 1/4, 1/8, 1/16 and 1/32 of the image's size."""


def cutter(encoder: Any, widths: tuple[int, ...] = WIDTHS) -> Any:  # noqa: ANN401 -- keras has no types
    """Build a network from (N, side, side, 3) in 0 to 1 to (N, side, side, 2) probabilities.

    Args:
        encoder: see :func:`frozen`.
        widths: the channels at each of the encoder's sizes, from the coarsest to the finest.
    """
    image = keras.Input(encoder.input_shape[1:])
    seen = encoder(layers.Rescaling(255 / 128, -127 / 128)(image))
    x = _convolution(_convolution(seen[-1], widths[0], 1), widths[0], 3)
    x = layers.Add()([x, layers.Conv2D(widths[0], 1)(layers.GlobalAveragePooling2D(keepdims=True)(x))])
    for same, width in zip(seen[-2::-1], widths[1:], strict=True):
        enlarged = layers.UpSampling2D(interpolation="bilinear")(layers.Conv2D(width, 1)(x))
        x = layers.ReLU()(layers.Add()([enlarged, layers.Conv2D(width, 1)(same)]))
        x = _convolution(x, width, 3)
    scores = layers.UpSampling2D(interpolation="bilinear")(layers.Conv2D(2, 1)(x))
    return keras.Model(image, layers.Softmax()(scores), name="cutter")


def frozen(network: Any) -> Any:  # noqa: ANN401
    """Return the first part of an EfficientNet-Lite0, with an output for each of ``TAKEN``; it does not learn."""
    outputs = [network.get_layer(f"{block}__expand_conv").input for block in TAKEN]
    encoder = keras.Model(network.input, outputs, name="encoder")
    encoder.trainable = False
    return encoder


def _convolution(x: Any, width: int, size: int) -> Any:  # noqa: ANN401
    x = layers.Conv2D(width, size, padding="same", use_bias=False, kernel_initializer="he_normal")(x)
    return layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
