"""TensorFlow's converter, asked for four precisions of one function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tensorflow as tf
from tensorflow.lite.python.convert_phase import ConverterError

from workbench.importing.conversion.saving import to_saved_model
from workbench.importing.errors import NotConvertibleError
from workbench.importing.options import TENSORFLOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.importing.sources.original import Convertible, ImageInput, Values

INPUT, OUTPUT = "image", "scores"


class Converter:
    """Converts one model, for one image at a time.

    Args:
        source: what computes the scores.
        taken: its input.
        softmax: turn its logits into probabilities.
    """

    def __init__(self, source: Convertible, taken: ImageInput, *, softmax: bool) -> None:
        self._module = _Served(source, softmax=softmax)
        self._function = self._module.concrete(taken)

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
            return to_saved_model(self._module, self._function)
        converter = tf.lite.TFLiteConverter.from_concrete_functions([self._function], self._module)
        _ask(converter, precision, images)
        try:
            return bytes(converter.convert())
        except (ConverterError, ValueError, RuntimeError) as error:
            raise NotConvertibleError(
                f"a model that LiteRT's own operators can do in {precision}",
                _reason(error),
                "Build it of layers that LiteRT has (https://ai.google.dev/edge/litert), with a fixed input size; or "
                f"let TensorFlow run it, more slowly: --precision {TENSORFLOW} (docs/tensorflow.md).",
            ) from error


class _Served(tf.Module):  # type: ignore[misc] # tensorflow has no types
    """What is converted; it has one function, for the converter drops others of a module with one called ``serve``."""

    def __init__(self, source: Convertible, *, softmax: bool) -> None:
        super().__init__()
        self._run, self._softmax = source.function, softmax
        # Held by the module itself: otherwise the converter writes a file without the weights, and says nothing.
        self.owner = source.owner
        self.variables_of_owner = [getattr(weight, "value", weight) for weight in getattr(source.owner, "weights", ())]

    def concrete(self, taken: ImageInput) -> Any:  # noqa: ANN401
        shape = (1, taken.height, taken.width, taken.channels)
        spec = tf.TensorSpec(shape, taken.dtype, name=INPUT)
        return tf.function(lambda image: {OUTPUT: self._scores(image)}, input_signature=[spec]).get_concrete_function()

    def _scores(self, image: Any) -> Any:  # noqa: ANN401
        values = tf.cast(self._run(image), tf.float32)
        return tf.nn.softmax(values) if self._softmax else values


def _ask(converter: Any, precision: str, images: Iterable[Values]) -> None:  # noqa: ANN401
    if precision == "float32":
        return
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if precision == "float16":
        converter.target_spec.supported_types = [tf.float16]
    if precision == "int8":  # inside; the input and the output stay as the model has them
        converter.representative_dataset = lambda: ([image] for image in images)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]


def _reason(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = (line for line in lines if "custom op" in line.lower() or "flex" in line.lower() or "error:" in line)
    return (next(telling, "") or (lines[0] if lines else type(error).__name__))[:300]
