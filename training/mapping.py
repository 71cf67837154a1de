"""Class activation mapping (Zhou et al., 2016): explanations without gradients.

They are there for networks whose score, before the softmax, is linear in the means of some layers' channels over all
places. A place's part of the score is then known, and equals Grad-CAM's map of that layer up to its number of places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
import tensorflow as tf
from keras import layers

if TYPE_CHECKING:
    from collections.abc import Callable

_AFTER, _BETWEEN = (layers.Activation, layers.Softmax), (layers.Dropout, layers.Flatten)


def mapping(seen: Any, weights: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:  # noqa: ANN401 -- keras has no types
    """Return a function that explains, as ``training.explaining.signature`` takes it.

    It returns as many places as the finest layer has: the sum of all layers' parts, whose mean is what the image adds
    to the score; negative values are cut off.

    Args:
        seen: a ``keras.Model`` from the image to the layers' outputs, (N, rows, columns, channels).
        weights: from a label, int32 (1,), to what each mean counts for it, (channels of all layers,).
    """
    channels = [output.shape[-1] for output in seen.outputs]

    def heat(image: Any, label: Any) -> Any:  # noqa: ANN401 -- tensors
        outputs = tf.nest.flatten(seen(image, training=False))
        size = max(tuple(output.shape[1:3]) for output in outputs)
        parts = zip(outputs, tf.split(weights(label), channels), strict=True)
        maps = [tf.reduce_sum(output * part, -1, keepdims=True) for output, part in parts]
        whole = [each if tuple(each.shape[1:3]) == size else tf.image.resize(each, size) for each in maps]
        return tf.nn.relu(tf.add_n(whole))[..., 0]

    return heat


def of_tail(model: Any) -> Callable[[Any, Any], Any] | None:  # noqa: ANN401 -- keras has no types
    """Return the same for a network that ends in global average pooling and one dense layer; None for another."""
    dense = _before(model.outputs[0], _AFTER)
    alone = len(model.inputs) == len(model.outputs) == 1
    if not alone or not isinstance(dense, layers.Dense) or not _is_linear(dense):
        return None
    pooling = _before(dense.input, _BETWEEN)
    if not isinstance(pooling, layers.GlobalAveragePooling2D) or pooling.data_format != "channels_last":
        return None
    seen = keras.Model(model.inputs[0], [pooling.input])
    return mapping(seen, lambda label: tf.gather(tf.transpose(dense.kernel), label)[0])


def _before(tensor: Any, passed: tuple[Any, ...]) -> Any:  # noqa: ANN401
    """Return the layer that a tensor comes from, past those that leave scores and means as they are."""
    layer: Any = tensor._keras_history.operation  # noqa: SLF001 -- Keras has no public way back
    return _before(layer.input, passed) if isinstance(layer, passed) and _is_linear(layer) else layer


def _is_linear(layer: Any) -> bool:  # noqa: ANN401
    return getattr(layer, "activation", None) in {None, keras.activations.linear, keras.activations.softmax}
