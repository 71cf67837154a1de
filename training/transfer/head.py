"""The layer that learns from features, the whole network, and what explains its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from training.mapping import mapping
from training.networks import OUTPUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

DROPOUT = 0.5
"""Of the features, while the layer learns: of CIFAR-10 to 90.5 % at a constant rate, with 0.2 to 90.0 %."""

_RARE = 1e-2  # added to a feature's variance: one that is hardly ever above zero does not outweigh the others
_ROWS = 1000  # looked at together, so that features on a disk stay there


def head(found: NDArray[Any], classes: int) -> Any:  # noqa: ANN401 -- keras has no types
    """Return a ``keras.Model`` from features, (N, features), to probabilities, (N, classes).

    Args:
        found: the training images' features, float16; their mean and variance become part of it.
        classes: how many labels.
    """
    inputs = keras.Input(found.shape[1:], name="features")
    scaling = layers.BatchNormalization(center=False, scale=False, epsilon=_RARE, trainable=False)
    x = layers.Dropout(DROPOUT)(scaling(inputs))
    made = keras.Model(inputs, layers.Dense(classes, activation="softmax", name=OUTPUT)(x))
    scaling.set_weights(_moments(found))
    return made


def _moments(found: NDArray[Any]) -> list[NDArray[np.float32]]:
    total, squares = np.zeros((2, found.shape[1]))
    for start in range(0, len(found), _ROWS):
        rows = found[start : start + _ROWS].astype(np.float64)
        total, squares = total + rows.sum(0), squares + (rows**2).sum(0)
    mean = total / len(found)
    return [mean.astype(np.float32), np.maximum(squares / len(found) - mean**2, 0).astype(np.float32)]


def join(features: Any, learnt: Any) -> Any:  # noqa: ANN401 -- keras has no types
    """Return the whole network, from the image to the probabilities."""
    return keras.Model(features.inputs[0], learnt(features.outputs[0]), name="efficientnet_lite0")


def cam(seen: Any, learnt: Any) -> Callable[[Any, Any], Any]:  # noqa: ANN401 -- keras has no types
    """Return what explains the whole network's answers by all layers of the features, see ``training.mapping``."""
    scaling, dense = learnt.layers[1], learnt.layers[-1]

    def weights(label: Any) -> Any:  # noqa: ANN401 -- tensors
        deviation = tf.math.rsqrt(tf.convert_to_tensor(scaling.moving_variance) + scaling.epsilon)
        return tf.gather(tf.transpose(dense.kernel), label)[0] * deviation

    return mapping(seen, weights)
