"""From a trained network of pixels to LiteRT: bytes in, bytes out, so that serving needs no arithmetic."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


class Served(tf.Module):  # type: ignore[misc] # tensorflow has no types
    """A ``keras.Model`` as the converter wants it.

    Its variables are held by the module itself: otherwise the converter writes a file without the weights.
    """

    def __init__(self, model: Any) -> None:  # noqa: ANN401
        super().__init__()
        self.model = model
        self.variables_of_model = [weight.value for weight in model.weights]


def as_bytes(values: Any) -> Any:  # noqa: ANN401 -- tensors
    """Return values of 0 to 1 as the nearest of 256 levels, uint8; beyond them they are cut off."""
    return tf.cast(tf.round(tf.clip_by_value(values, 0.0, 1.0) * 255.0), tf.uint8)


def of_bytes(model: Any, shape: tuple[int, ...], names: tuple[str, str], *, halves: bool = False) -> bytes:  # noqa: ANN401
    """Convert a network from 0 to 1 to 0 to 1, for one input at a time.

    Args:
        model: a ``keras.Model`` with one input and one output.
        shape: of the input, beginning with 1.
        names: the input's and the output's in the file, both uint8: 0 to 255.
        halves: keep the weights in float16, half of their size.
    """
    given, made = names
    served = Served(model)

    def run(levels: Any) -> dict[str, Any]:  # noqa: ANN401 -- tensors
        values = served.model(tf.cast(levels, tf.float32) / 255.0, training=False)
        return {made: as_bytes(values)}

    concrete = tf.function(run, input_signature=[tf.TensorSpec(shape, tf.uint8, name=given)]).get_concrete_function()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([concrete], served)
    if halves:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.target_spec.supported_types = [tf.float16]
    return bytes(converter.convert())
