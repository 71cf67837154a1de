"""Makes the models beside it: ``python tests/models/make.py`` (with TensorFlow).

Each is so plain that its answer can be worked out by hand:

| file | input | output |
| --- | --- | --- |
| quadrants | ``image`` float32 [any,8,8,1] | ``scores`` [any,4]: the mean of each quadrant, row by row |
| colours | ``image`` uint8 [1,4,4,3] | ``scores`` [1,3]: the mean of red, green and blue, divided by 255 |
| pair | ``left``, ``right`` float32 [1,2] | ``product`` [1,2], ``sum`` [1,2] |
| digits | ``image`` float32 [1,28,28,1] | ``scores`` [1,10]: likeness to ``events/images``, at 7 and 2 |
| halves | ``half`` float16, ``brain`` bfloat16 [1,2] | ``half_out``, ``brain_out`` [1,2,1]: the same; ``sum`` float32 |
| unsupported | ``image`` float32 [1,8,8,1] | none: LiteRT finds at the first run that it lacks the operator |
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
from PIL import Image

HERE = Path(__file__).parent
IMAGES = HERE.parent.parent / "events" / "images"
POOLED = 7  # pixels: 28 x 28 in blocks of 4 x 4


class Quadrants(tf.Module):
    """Four classes: where it is brightest."""

    @tf.function(input_signature=[tf.TensorSpec([None, 8, 8, 1], tf.float32, "image")])
    def answer(self, image: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return the means of the four quadrants."""
        return {"scores": tf.reshape(tf.nn.avg_pool2d(image, 4, 4, "VALID"), [-1, 4])}


class Colours(tf.Module):
    """Three classes: which primary colour is strongest."""

    @tf.function(input_signature=[tf.TensorSpec([1, 4, 4, 3], tf.uint8, "image")])
    def answer(self, image: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return the means of the three channels, from 0 to 1."""
        return {"scores": tf.reduce_mean(tf.cast(image, tf.float32), [1, 2]) / 255}


class Pair(tf.Module):
    """Two inputs and two outputs, no image."""

    @tf.function(
        input_signature=[tf.TensorSpec([1, 2], tf.float32, "left"), tf.TensorSpec([1, 2], tf.float32, "right")]
    )
    def answer(self, left: tf.Tensor, right: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return the sum and the product."""
        return {"sum": left + right, "product": left * right}


class Digits(tf.Module):
    """Ten classes, of which it knows a seven and a two."""

    def __init__(self) -> None:
        super().__init__()
        weights = np.zeros((POOLED * POOLED, 10), np.float32)
        weights[:, 7], weights[:, 2] = _template("seven"), _template("two")
        self.weights = tf.Variable(weights)

    @tf.function(input_signature=[tf.TensorSpec([1, 28, 28, 1], tf.float32, "image")])
    def answer(self, image: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return the softmax of the likenesses."""
        pooled = tf.reshape(tf.nn.avg_pool2d(image, 4, 4, "VALID"), [1, -1])
        return {"scores": tf.nn.softmax(pooled @ self.weights)}


class Halves(tf.Module):
    """Both kinds of numbers of 16 bits, in and out."""

    @tf.function(
        input_signature=[tf.TensorSpec([1, 2], tf.float16, "half"), tf.TensorSpec([1, 2], tf.bfloat16, "brain")]
    )
    def answer(self, half: tf.Tensor, brain: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return each in another shape, and their sum."""
        total = tf.cast(half, tf.float32) + tf.cast(brain, tf.float32)
        return {"half_out": tf.reshape(half, [1, 2, 1]), "brain_out": tf.reshape(brain, [1, 2, 1]), "sum": total}


class Unsupported(tf.Module):
    """A valid file with an operator that nobody has registered."""

    @tf.function(input_signature=[tf.TensorSpec([1, 8, 8, 1], tf.float32, "image")])
    def answer(self, image: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return the digamma function of every pixel."""
        return {"scores": tf.math.digamma(image)}


def _template(name: str) -> np.ndarray[Any, Any]:
    pixels = np.asarray(Image.open(IMAGES / f"{name}.png").convert("L"), np.float32) / 255
    pooled = pixels.reshape(POOLED, 4, POOLED, 4).mean((1, 3)).ravel()
    return pooled / np.linalg.norm(pooled)


def _convert(module: Any) -> bytes:
    function = module.answer.get_concrete_function()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([function], module)
    converter.allow_custom_ops = isinstance(module, Unsupported)
    return bytes(converter.convert())


def main() -> None:
    """Write every model."""
    for module in (Quadrants(), Colours(), Pair(), Digits(), Halves(), Unsupported()):
        path = HERE / f"{type(module).__name__.lower()}.tflite"
        path.write_bytes(_convert(module))


if __name__ == "__main__":
    main()
