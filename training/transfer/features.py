"""EfficientNet-Lite0 without its last layer: what its filters find in an image, for other labels to be made of."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

from training.efficientnet import weights
from training.efficientnet.network import efficientnet_lite0
from training.errors import HyperparameterError
from training.networks import INPUT

SMALLEST = 128
"""Pixels of a side that the layers see at least: a smaller image is enlarged by a whole number inside the network."""

FIRST = "blocks_7__depthwise_conv"
"""The first layer whose output is a feature: 1/16 of the side, 480 channels."""


def places(shape: tuple[int, int, int]) -> Any:  # noqa: ANN401 -- keras has no types
    """Return a ``keras.Model`` from (N, height, width, 3), 0 to 1, to the outputs of ten layers at all places.

    These are the filters of the blocks 7 to 15, which know textures and parts, and the last convolution, which knows
    objects, with ImageNet's weights; together 8,864 channels. None of its layers learns.

    Raises:
        HyperparameterError: the input is not square, or not RGB.
        WeightsError: the package of weights cannot be fetched.
    """
    height, width, channels = shape
    if height != width or channels != 3:  # noqa: PLR2004
        raise HyperparameterError(
            f"a square RGB input for {weights.NAME}",
            f"{width} x {height} x {channels}",
            "Give --mode RGB --width 224 --height 224, or another size.",
        )
    return _seen(_imagenet(width * -(-SMALLEST // width)), shape)


def _imagenet(side: int) -> Any:  # noqa: ANN401
    return efficientnet_lite0(weights.load(), side)


def _seen(network: Any, shape: tuple[int, int, int]) -> Any:  # noqa: ANN401
    image = keras.Input(shape, name=INPUT)
    x = layers.Rescaling(255 / 128, -127 / 128)(image)  # to (pixel - 127) / 128, which the network has learnt from
    if network.input_shape[1] != shape[0]:
        x = layers.UpSampling2D(network.input_shape[1] // shape[0], interpolation="bilinear")(x)
    network.trainable = False
    return keras.Model(image, keras.Model(network.inputs[0], _activations(network))(x))


def _activations(network: Any) -> list[Any]:  # noqa: ANN401
    names = [layer.name for layer in network.layers]
    later = network.layers[names.index(FIRST) :]
    wanted = [index for index, layer in enumerate(later) if layer.name.endswith(("depthwise_conv", "conv_head"))]
    return [later[index + 2].output for index in wanted]  # convolution, batch normalisation, ReLU6


def pooled(seen: Any) -> Any:  # noqa: ANN401 -- keras has no types
    """Return the model from the image to the features, (N, channels): each channel's mean over all places."""
    means = [layers.GlobalAveragePooling2D()(output) for output in seen.outputs]
    return keras.Model(seen.inputs[0], layers.Concatenate()(means))


def unfreeze(seen: Any) -> None:  # noqa: ANN401 -- keras has no types
    """Let the convolutions from :data:`FIRST` on learn; batch normalisation keeps ImageNet's statistics."""
    inner = seen.layers[-1]
    inner.trainable = True
    names = [layer.name for layer in inner.layers]
    for index, layer in enumerate(inner.layers):
        layer.trainable = index >= names.index(FIRST) and not isinstance(layer, layers.BatchNormalization)
