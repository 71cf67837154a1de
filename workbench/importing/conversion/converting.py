"""TensorFlow's converter, asked for four precisions of one function."""

from __future__ import annotations

import warnings
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import tensorflow as tf
from tensorflow.lite.python.convert_phase import ConverterError

from training.explaining import LABEL, signature
from workbench.importing.conversion.saving import to_saved_model
from workbench.importing.errors import NotConvertibleError
from workbench.importing.options import TENSORFLOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.importing.sources.original import Convertible, ImageInput, Values

INPUT, OUTPUT = "image", "scores"
ANSWER, EXPLANATION = "serving_default", "explain"


class Converter:
    """Converts one model, for one image at a time.

    Args:
        source: what computes the scores.
        taken: its input.
        softmax: turn its logits into probabilities.
    """

    def __init__(self, source: Convertible, taken: ImageInput, *, softmax: bool) -> None:
        self._module = _Served(source, softmax=softmax)
        self._functions = self._module.functions(taken)

    def convert(self, precision: str, images: Iterable[Values] = ()) -> bytes:
        """Return a LiteRT file: input ``image``, output ``scores`` (1, classes) float32.

        Args:
            precision: one of ``workbench.importing.options.PRECISIONS``, or ``TENSORFLOW``, which gives a zipped
                SavedModel.
            images: for ``int8``, inputs on which the ranges of all values are found.

        Raises:
            NotConvertibleError: LiteRT's own operators do not do what the model does.
        """
        if precision == TENSORFLOW:
            return to_saved_model(self._module, self._functions)
        try:
            return self._convert(precision, images)
        except (ConverterError, ValueError, RuntimeError) as error:
            raise NotConvertibleError(
                f"a model that LiteRT's own operators can do in {precision}",
                _reason(error),
                "Build it of layers that LiteRT has (https://ai.google.dev/edge/litert), with a fixed input size; or "
                f"let TensorFlow run it, more slowly: --precision {TENSORFLOW} (docs/tensorflow.md).",
            ) from error

    def _convert(self, precision: str, images: Iterable[Values]) -> bytes:
        if len(self._functions) == 1:
            converter = tf.lite.TFLiteConverter.from_concrete_functions([*self._functions.values()], self._module)
            return _ask(converter, precision, ([image] for image in images))
        with TemporaryDirectory(prefix="tintype-converting-") as folder:
            tf.saved_model.save(self._module, folder, self._functions)
            converter = tf.lite.TFLiteConverter.from_saved_model(folder, signature_keys=[*self._functions])
            return _ask(converter, precision, self._examples(images))

    def _examples(self, images: Iterable[Values]) -> Iterator[tuple[str, dict[str, Any]]]:
        for image in images:
            best = self._functions[ANSWER](tf.constant(image))[OUTPUT].numpy().argmax(1)
            yield ANSWER, {INPUT: image}
            yield EXPLANATION, {INPUT: image, LABEL: best.astype(np.int32)}


class _Served(tf.Module):  # type: ignore[misc] # tensorflow has no types
    """What is converted; nothing of it is called ``serve``: the converter would drop other functions than that."""

    def __init__(self, source: Convertible, *, softmax: bool) -> None:
        super().__init__()
        self._run, self._explain, self._softmax = source.function, source.explanation, softmax
        # Held by the module itself: otherwise the converter writes a file without the weights, and says nothing.
        # A Keras model would be saved with a function of its own, which cannot always be made.
        self.owner = None if source.explanation else source.owner
        variables = getattr(source.owner, "variables", ())
        self.variables_of_owner = [getattr(variable, "value", variable) for variable in variables]

    def functions(self, taken: ImageInput) -> dict[str, Any]:
        shape = (1, taken.height, taken.width, taken.channels)
        spec = tf.TensorSpec(shape, taken.dtype, name=INPUT)
        found = {ANSWER: tf.function(lambda image: {OUTPUT: self._scores(image)}, input_signature=[spec])}
        if self._explain:
            found[EXPLANATION] = signature(self._explain, shape, taken.dtype)
        return {name: function.get_concrete_function() for name, function in found.items()}

    def _scores(self, image: Any) -> Any:  # noqa: ANN401
        values = tf.cast(self._run(image), tf.float32)
        return tf.nn.softmax(values) if self._softmax else values


def _ask(converter: Any, precision: str, examples: Iterable[Any]) -> bytes:  # noqa: ANN401
    if precision != "float32":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if precision == "float16":
        converter.target_spec.supported_types = [tf.float16]
    if precision == "int8":  # inside; the input and the output stay as the model has them
        converter.representative_dataset = lambda: examples
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    with warnings.catch_warnings():
        # TensorFlow's own calibration uses the interpreter that it calls deprecated.
        warnings.filterwarnings("ignore", r"\s*Warning: tf.lite.Interpreter is deprecated", UserWarning)
        return bytes(converter.convert())


def _reason(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = (line for line in lines if "custom op" in line.lower() or "flex" in line.lower() or "error:" in line)
    return (next(telling, "") or (lines[0] if lines else type(error).__name__))[:300]
