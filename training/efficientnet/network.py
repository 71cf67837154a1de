"""EfficientNet-Lite0 as a Keras model, from a PyTorch state dictionary.

The network is that of https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite: EfficientNet-B0
(Tan and Le 2019, https://arxiv.org/abs/1905.11946, table 1) without squeeze-and-excitation, with ReLU6 for swish.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import keras
from keras import layers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

SIDE, CLASSES = 224, 1000
_EPSILON = 1e-3


class _Stage(NamedTuple):
    repeats: int
    kernel: int
    stride: int
    expansion: int
    channels: int


_STAGES = (
    _Stage(1, 3, 1, 1, 16),
    _Stage(2, 3, 2, 6, 24),
    _Stage(2, 5, 2, 6, 40),
    _Stage(3, 3, 2, 6, 80),
    _Stage(3, 5, 1, 6, 112),
    _Stage(4, 5, 2, 6, 192),
    _Stage(1, 3, 1, 6, 320),
)


def efficientnet_lite0(state: Mapping[str, NDArray[Any]], side: int = SIDE) -> Any:  # noqa: ANN401 -- keras has no types
    """Build the network with its weights.

    Args:
        state: the tensors by PyTorch's names, such as ``_blocks.0._depthwise_conv.weight``.
        side: of the input, in pixels.

    Returns:
        A ``keras.Model`` from (N, side, side, 3), float32, ``(pixel - 127) / 128``, to (N, 1000) probabilities.
    """
    image = keras.Input((side, side, 3), name="image")
    x = _convolution(image, state, "_conv_stem", "_bn0", stride=2)
    index = 0
    for stage in _STAGES:
        for repeat in range(stage.repeats):
            x = _block(x, state, index, stage._replace(stride=1) if repeat else stage)
            index += 1
    x = _convolution(x, state, "_conv_head", "_bn1")
    x = layers.GlobalAveragePooling2D()(x)
    dense = layers.Dense(CLASSES, activation="softmax", name="probabilities")
    scores = dense(x)
    dense.set_weights([state["_fc.weight"].T, state["_fc.bias"]])
    return keras.Model(image, scores, name="efficientnet-lite0")


def _block(x: Any, state: Mapping[str, NDArray[Any]], index: int, stage: _Stage) -> Any:  # noqa: ANN401
    """Return an inverted residual block (MobileNetV2's): expand, filter each channel, project."""
    name, given = f"_blocks.{index}.", x
    if stage.expansion != 1:
        x = _convolution(x, state, f"{name}_expand_conv", f"{name}_bn0")
    x = _convolution(x, state, f"{name}_depthwise_conv", f"{name}_bn1", stage.stride)
    x = _convolution(x, state, f"{name}_project_conv", f"{name}_bn2", active=False)
    return layers.Add()([x, given]) if stage.stride == 1 and x.shape == given.shape else x


def _convolution(
    x: Any,  # noqa: ANN401
    state: Mapping[str, NDArray[Any]],
    name: str,
    norm: str,
    stride: int = 1,
    *,
    active: bool = True,
) -> Any:  # noqa: ANN401
    kernel = state[f"{name}.weight"].transpose(2, 3, 1, 0)  # from (out, in, height, width)
    size, label = kernel.shape[0], name.strip("_").replace(".", "_")
    common = {"strides": stride, "padding": "same", "use_bias": False, "name": label}
    depthwise = "depthwise" in name
    layer = layers.DepthwiseConv2D(size, **common) if depthwise else layers.Conv2D(kernel.shape[3], size, **common)
    x = layer(x)
    layer.set_weights([kernel.transpose(0, 1, 3, 2) if depthwise else kernel])
    batch = layers.BatchNormalization(epsilon=_EPSILON)
    x = batch(x)
    batch.set_weights([state[f"{norm}.{part}"] for part in ("weight", "bias", "running_mean", "running_var")])
    return layers.ReLU(6.0)(x) if active else x
