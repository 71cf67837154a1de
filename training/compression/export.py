"""From the trained post-filter to the LiteRT file that is served: bytes of a tile and the step in, bytes out."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from training.conversion import Served, as_bytes

TILE = 256
"""Pixels of the served network's sides."""
MARGIN = 6
"""How many at each side of a tile see too little to be kept: six convolutions reach so far."""


def to_litert(model: Any) -> bytes:  # noqa: ANN401 -- keras has no types
    """Convert for one tile at a time.

    Returns:
        The file: inputs ``tile`` (1, 256, 256, 3), uint8, and ``step`` (1,), float32, in levels; output ``better`` like
        the tile.
    """
    served = Served(model)

    def run(tile: Any, step: Any) -> dict[str, Any]:  # noqa: ANN401 -- tensors
        values = served.model([tf.cast(tile, tf.float32) / 255.0, step[:, None]], training=False)
        return {"better": as_bytes(values)}

    given = [
        tf.TensorSpec((1, TILE, TILE, 3), tf.uint8, name="tile"),
        tf.TensorSpec((1,), tf.float32, name="step"),
    ]
    concrete = tf.function(run, input_signature=given).get_concrete_function()
    return bytes(tf.lite.TFLiteConverter.from_concrete_functions([concrete], served).convert())
