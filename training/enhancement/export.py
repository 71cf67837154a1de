"""From a trained network to the LiteRT file that is served: bytes of a tile in, bytes of the better tile out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tensorflow as tf

if TYPE_CHECKING:
    from training.enhancement.kinds import Kind

INPUT, OUTPUT = "tile", "better"


class _Served(tf.Module):  # type: ignore[misc] # tensorflow has no types
    def __init__(self, model: Any) -> None:  # noqa: ANN401
        super().__init__()
        self.model = model
        # Held by the module itself: otherwise the converter writes a file without the weights.
        self.variables_of_model = [weight.value for weight in model.weights]


def to_litert(model: Any, kind: Kind) -> bytes:  # noqa: ANN401 -- keras has no types
    """Convert for one tile at a time.

    Returns:
        The file: input ``tile`` (1, tile, tile, channels), output ``better`` (the same times the scale), both uint8.
    """
    served = _Served(model)
    channels = 3 if kind.mode == "RGB" else 1

    def run(tile: Any) -> dict[str, Any]:  # noqa: ANN401 -- tensors
        better = served.model(tf.cast(tile, tf.float32) / 255.0, training=False)
        return {OUTPUT: tf.cast(tf.round(tf.clip_by_value(better, 0.0, 1.0) * 255.0), tf.uint8)}

    signature = [tf.TensorSpec((1, kind.tile, kind.tile, channels), tf.uint8, name=INPUT)]
    concrete = tf.function(run, input_signature=signature).get_concrete_function()
    return bytes(tf.lite.TFLiteConverter.from_concrete_functions([concrete], served).convert())
