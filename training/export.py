"""From a trained Keras model to the LiteRT file that is served."""

from __future__ import annotations

import warnings
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import tensorflow as tf

from training.conversion import Served
from training.explaining import grad_cam, integrated_gradients, signature
from training.networks import INPUT, OUTPUT

if TYPE_CHECKING:
    from pathlib import Path


class _Served(Served):
    """What is converted: one image in, its probabilities out, both under the names of the network."""

    def signatures(self, *, explained: bool, cam: Any) -> dict[str, Any]:  # noqa: ANN401
        shape = (1, *self.model.input_shape[1:])
        answer = tf.function(
            lambda image: {OUTPUT: self.model(image, training=False)},
            input_signature=[tf.TensorSpec(shape, tf.float32, name=INPUT)],
        )
        functions = {"serving_default": answer}
        if cam:
            functions["explain"] = signature(cam, shape)
        elif explained:
            functions["explain"] = signature(grad_cam(self.model), shape)
            functions["gradients"] = signature(integrated_gradients(self.model), shape)
        return {name: function.get_concrete_function() for name, function in functions.items()}


def to_litert(model: Any, *, explained: bool = True, cam: Any = None) -> bytes:  # noqa: ANN401 -- keras has no types
    """Convert to LiteRT, float32, for one image at a time.

    Args:
        model: a ``keras.Model`` with one input and one output.
        explained: whether the file has the signatures ``explain`` and ``gradients``, see ``training.explaining``.
        cam: a function for ``explain``, instead of these two.

    Returns:
        The file: input ``image`` (1, height, width, channels), output ``probabilities`` (1, classes), float32.
    """
    served = _Served(model)
    signatures = served.signatures(explained=explained, cam=cam)
    with TemporaryDirectory() as folder:
        tf.saved_model.save(served, folder, signatures)
        converter = tf.lite.TFLiteConverter.from_saved_model(folder, signature_keys=list(signatures))
        return bytes(converter.convert())


def save_keras(model: Any, path: Path) -> None:  # noqa: ANN401 -- keras has no types
    """Save as a ``.keras`` file, from which training can go on."""
    with warnings.catch_warnings():
        # TensorFlow's variables do not know the copy keyword of NumPy 2 yet; NumPy copies them all the same.
        warnings.filterwarnings("ignore", "__array__ implementation doesn't accept a copy", DeprecationWarning)
        model.save(path)
