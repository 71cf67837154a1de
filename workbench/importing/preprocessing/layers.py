"""What a Keras model does to an image before its first weights says what it wants to be given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.importing.preprocessing.families import by_name
from workbench.importing.preprocessing.guess import Guess

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARITHMETIC = {"TrueDivide", "Divide", "Multiply", "Subtract", "Add"}
_HARMLESS = (
    "InputLayer", "Resizing", "CenterCrop", "ZeroPadding2D", "Cast", "GetItem", "Identity", "Concatenate",
)  # fmt: skip
_MOST_OF_UNIT = 2.0


def guesses(model: Any) -> tuple[Guess, ...]:  # noqa: ANN401 -- keras has no types
    """Return what a Keras model's first layers, or its family's name, say of its input."""
    found = _by_layers(model) or _by_family(model)
    return (found,) if found else ()


def _by_layers(model: Any) -> Guess | None:  # noqa: ANN401
    for operation in _operations(model):
        kind = type(operation).__name__
        if kind == "Rescaling" or kind in _ARITHMETIC:
            return Guess((1.0,), (0.0,), f"the layer {operation.name} scales pixels inside the model")
        if kind == "Normalization":
            return _of_normalization(operation)
        if operation.weights if hasattr(operation, "weights") else kind not in _HARMLESS:
            return None
    return None


def _of_normalization(layer: Any) -> Guess | None:  # noqa: ANN401
    """Pixels from 0 to 255 have a mean or a spread far above 1, pixels from 0 to 1 cannot."""
    mean = np.asarray(layer.mean, np.float64)
    highest = float((mean + 2 * np.sqrt(np.asarray(layer.variance, np.float64))).max())
    if highest > _MOST_OF_UNIT:
        return Guess((1.0,), (0.0,), f"the layer {layer.name} normalises pixels from 0 to 255 inside the model")
    if mean.min() > 0:
        return Guess((1 / 255,), (0.0,), f"the layer {layer.name} normalises pixels from 0 to 1 inside the model")
    return None  # of pixels from -1 to 1, or of none at all


def _operations(model: Any) -> Iterator[Any]:  # noqa: ANN401
    """Return layers and operators in the order of the data, those of inner models in their place."""
    for operation in getattr(model, "operations", getattr(model, "layers", ())):
        if getattr(operation, "layers", None):
            yield from _operations(operation)
        elif not type(operation).__name__.startswith("Random"):  # augments in training only
            yield operation


def _by_family(model: Any) -> Guess | None:  # noqa: ANN401
    """Look at inner models first: a classifier built upon one has a name of its own."""
    inner = (layer for layer in getattr(model, "layers", ()) if getattr(layer, "layers", None))
    return next((found for found in map(_by_family, inner) if found), None) or by_name(model.name)
