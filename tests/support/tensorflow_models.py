"""Models that only TensorFlow runs: their answers can be worked out by hand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tensorflow as tf


class Digamma(tf.Module):
    """LiteRT has no operator for the digamma function."""

    @tf.function(input_signature=[tf.TensorSpec([None, 8, 8, 1], tf.float32, "image")])
    def answer(self, image: tf.Tensor) -> dict[str, tf.Tensor]:
        """Return the digamma function of each quadrant's mean plus one: -0.5772 for black, 0.4228 for white."""
        means = tf.reshape(tf.nn.avg_pool2d(image, 4, 4, "VALID"), [-1, 4])
        return {"scores": tf.math.digamma(means + 1.0)}


def saved_model(module: Any, function: Any, folder: str = "", **others: Any) -> bytes:
    """Return a module as a zipped SavedModel with one function as ``serving_default``.

    Args:
        module: what holds its variables.
        function: which of its functions answers.
        folder: where in the archive it lies, with a slash at the end; empty for the top.
        **others: further functions by their signatures' names.
    """
    with TemporaryDirectory() as where:
        tf.saved_model.save(module, where, signatures={"serving_default": function, **others})
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            for path in sorted(Path(where).rglob("*")):
                archive.write(path, folder + str(path.relative_to(where)))
    return written.getvalue()


def digamma() -> bytes:
    """Return the model that LiteRT cannot run."""
    module = Digamma()
    return saved_model(module, module.answer)


def keras_file(model: Any) -> bytes:
    """Return a model as a ``.keras`` file."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "model.keras")
        model.save(path)
        return path.read_bytes()
