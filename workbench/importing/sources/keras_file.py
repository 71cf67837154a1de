"""A Keras file, read in Keras's safe mode: no code of the file is run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
import tensorflow as tf

from training.mapping import of_tail
from workbench.importing.errors import InterfaceError, SourceError
from workbench.importing.preprocessing.layers import guesses
from workbench.importing.sources.original import (
    Convertible,
    Original,
    as_scores,
    image_input,
    only,
    score_count,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.importing.options import Options


def load(path: Path, options: Options) -> Original:
    """Read a ``.keras`` file.

    Raises:
        SourceError: it is damaged, needs code of its own, or is not safe.
        InterfaceError: it does not take one image and give one score for each class.
        UnknownError: an option has to say what the file does not.
    """
    return wrap(_read(path), options)


def wrap(model: Any, options: Options) -> Original:  # noqa: ANN401 -- keras has no types
    """Return a Keras model as a source; see :func:`load`."""
    inputs = getattr(model, "inputs", None) or []  # a Sequential model that was never built has none
    if len(inputs) != 1:
        raise InterfaceError("one input", f"{len(inputs)}", "Export a model that takes an image alone.")
    taken = image_input(tuple(inputs[0].shape), inputs[0].dtype, options)
    output = _output(model, options)

    def scores(image: Any) -> Any:  # noqa: ANN401 -- tensors
        with tf.name_scope("model"):  # a scope of its own may begin with an underscore only inside of another
            return tf.nest.flatten(model(image, training=False))[output]

    traced = tf.function(scores, autograph=False)
    return Original(
        kind="keras",
        input=taken,
        classes=score_count(tuple(model.outputs[output].shape), _output_names(model)[output]),
        run=lambda image: as_scores(traced(tf.constant(image))),
        source=Convertible(scores, model, _explanation(model)),
        guesses=guesses(model),
    )


def _explanation(model: Any) -> Callable[[Any, Any], Any] | None:  # noqa: ANN401
    """Return what explains its scores; None also where a name that begins with an underscore keeps it from the file."""
    return None if any(weight.path.startswith("_") for weight in model.weights) else of_tail(model)


def _read(path: Path) -> Any:  # noqa: ANN401
    try:
        return keras.saving.load_model(path, compile=False, safe_mode=True)
    except (ValueError, TypeError, OSError, KeyError, AttributeError, ImportError) as error:
        unsafe = "safe_mode" in str(error) or "unsafe" in str(error).lower()
        mend = (
            "It carries code, such as a Lambda layer: write that as a layer of Keras's own, or export the model by "
            "model.export('folder') where you trust it."
            if unsafe
            else "A model with classes of its own is exported by model.export('folder') and imported from there."
        )
        raise SourceError("a Keras file of Keras's own layers", _first_line(error), mend) from error


def _output(model: Any, options: Options) -> int:  # noqa: ANN401
    names = _output_names(model)
    return names.index(only(names, options.scores, "outputs", "--scores"))


def _output_names(model: Any) -> list[str]:  # noqa: ANN401
    """Return the outputs' names; of a Sequential model, which has none, the last layer's."""
    return list(getattr(model, "output_names", None) or [model.layers[-1].name])


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:300] or type(error).__name__
