"""From a trained network to the LiteRT file that is served: bytes of pixels in, bytes of probabilities out."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

INPUT, OUTPUT = "image", "probabilities"


class _Served(tf.Module):  # type: ignore[misc] # tensorflow has no types
    def __init__(self, model: Any) -> None:  # noqa: ANN401
        super().__init__()
        self.model = model
        # Held by the module itself: otherwise the converter writes a file without the weights.
        self.variables_of_model = [weight.value for weight in model.weights]


def to_litert(model: Any) -> bytes:  # noqa: ANN401 -- keras has no types
    """Convert for one image at a time; weights are kept in float16, half of their size.

    Returns:
        The file: input ``image`` (1, side, side, channels), output ``probabilities`` (1, side, side, classes), of 255,
        both uint8.
    """
    served = _Served(model)

    def run(image: Any) -> dict[str, Any]:  # noqa: ANN401 -- tensors
        probabilities = served.model(tf.cast(image, tf.float32) / 255.0, training=False)
        return {OUTPUT: tf.cast(tf.round(probabilities * 255.0), tf.uint8)}

    signature = [tf.TensorSpec((1, *model.input_shape[1:]), tf.uint8, name=INPUT)]
    concrete = tf.function(run, input_signature=signature).get_concrete_function()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([concrete], served)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
    return bytes(converter.convert())
