"""Makes the models beside it: ``python tests/models/make.py [NAME ...]`` (with TensorFlow).

Each is so plain that its answer can be worked out by hand:

| file | input | output |
| --- | --- | --- |
| quadrants | ``image`` float32 [any,8,8,1] | ``scores`` [any,4]: the mean of each quadrant, row by row |
| colours | ``image`` uint8 [1,4,4,3] | ``scores`` [1,3]: the mean of red, green and blue, divided by 255 |
| pair | ``left``, ``right`` float32 [1,2] | ``product`` [1,2], ``sum`` [1,2] |
| digits | ``image`` float32 [1,28,28,1] | ``scores`` [1,10]: likeness to ``events/images``, at 7 and 2 |
| halves | ``half`` float16, ``brain`` bfloat16 [1,2] | ``half_out``, ``brain_out`` [1,2,1]: the same; ``sum`` float32 |
| explained | as quadrants | as quadrants; ``explain`` and ``gradients`` give ``heat`` [1,2,2] and [1,8,8] |
| coder | ``image`` uint8 [1,16,16,3], ``step`` float32 [1] | ``restored`` uint8 [1,16,16,3]: half the step is added |
| negative | ``tile`` uint8 [1,8,8,3] | ``better`` [1,8,8,3]: 255 less each value |
| subject | ``image`` uint8 [1,8,8,3] | ``probabilities`` uint8 [1,8,8,2]: 255 less the red, and the red |
| unsupported | ``image`` float32 [1,8,8,1] | none: LiteRT finds at the first run that it lacks the operator |
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
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


class Explained(tf.Module):
    """Quadrants that tell which pixels spoke for a label: those of its quadrant, by their brightness."""

    @tf.function(input_signature=[tf.TensorSpec([1, 8, 8, 1], tf.float32, "image")])
    def answer(self, image: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return the means of the four quadrants."""
        return {"scores": tf.reshape(tf.nn.avg_pool2d(image, 4, 4, "VALID"), [1, 4])}

    @tf.function(
        input_signature=[tf.TensorSpec([1, 8, 8, 1], tf.float32, "image"), tf.TensorSpec([1], tf.int32, "label")]
    )
    def explain(self, image: tf.Tensor, label: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return the mean of the label's quadrant in its place, and 0 elsewhere."""
        means = tf.reshape(tf.nn.avg_pool2d(image, 4, 4, "VALID"), [1, 4])
        return {"heat": tf.reshape(means * tf.one_hot(label, 4), [1, 2, 2])}

    @tf.function(
        input_signature=[tf.TensorSpec([1, 8, 8, 1], tf.float32, "image"), tf.TensorSpec([1], tf.int32, "label")]
    )
    def gradients(self, image: tf.Tensor, label: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return each pixel's share of the score."""
        place = tf.reshape(tf.one_hot(label, 4), [1, 2, 1, 2, 1])
        spread = tf.reshape(tf.tile(place, [1, 1, 4, 1, 4]), [1, 8, 8])
        return {"heat": spread * image[..., 0] / 16}


class Colours(tf.Module):
    """Three classes: which primary colour is strongest."""

    @tf.function(input_signature=[tf.TensorSpec([1, 4, 4, 3], tf.uint8, "image")])
    def answer(self, image: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return the means of the three channels, from 0 to 1."""
        return {"scores": tf.reduce_mean(tf.cast(image, tf.float32), [1, 2]) / 255}


class Negative(tf.Module):
    """An enhancement of photographs that everybody would notice."""

    @tf.function(input_signature=[tf.TensorSpec([1, 8, 8, 3], tf.uint8, "tile")])
    def answer(self, tile: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return the negative."""
        return {"better": tf.cast(255.0 - tf.cast(tile, tf.float32), tf.uint8)}


class Coder(tf.Module):
    """What restores a picture that a codec gave back, by something that is easily found in it."""

    @tf.function(
        input_signature=[tf.TensorSpec([1, 16, 16, 3], tf.uint8, "image"), tf.TensorSpec([1], tf.float32, "step")]
    )
    def answer(self, image: tf.Tensor, step: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return the image, brighter by half a step, which is rounded down."""
        brighter = tf.cast(image, tf.float32) + tf.floor(step / 2)
        return {"restored": tf.cast(tf.minimum(brighter, 255.0), tf.uint8)}


class Subject(tf.Module):
    """A background and a subject, which is red."""

    @tf.function(input_signature=[tf.TensorSpec([1, 8, 8, 3], tf.uint8, "image")])
    def answer(self, image: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return the red of each pixel as the subject's probability, of 255."""
        red = tf.cast(image, tf.float32)[..., :1]
        return {"probabilities": tf.cast(tf.concat([255 - red, red], -1), tf.uint8)}


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


def _convert_all(module: Any, **signatures: Any) -> bytes:
    with TemporaryDirectory() as folder:
        tf.saved_model.save(module, folder, {key: each.get_concrete_function() for key, each in signatures.items()})
        return bytes(tf.lite.TFLiteConverter.from_saved_model(folder, signature_keys=list(signatures)).convert())


def main(names: list[str]) -> None:
    """Write the models of these names, or every one."""
    explained = Explained()
    made = {
        "quadrants": lambda: _convert(Quadrants()),
        "explained": lambda: _convert_all(
            explained, serving_default=explained.answer, explain=explained.explain, gradients=explained.gradients
        ),
        "colours": lambda: _convert(Colours()),
        "coder": lambda: _convert(Coder()),
        "negative": lambda: _convert(Negative()),
        "pair": lambda: _convert(Pair()),
        "digits": lambda: _convert(Digits()),
        "halves": lambda: _convert(Halves()),
        "subject": lambda: _convert(Subject()),
        "unsupported": lambda: _convert(Unsupported()),
    }
    for name in names or made:
        (HERE / f"{name}.tflite").write_bytes(made[name]())


if __name__ == "__main__":
    main(sys.argv[1:])
