"""The networks that can be trained, by the names that the hyperparameter ``network`` takes."""

from __future__ import annotations

from importlib import import_module
from typing import Any

INPUT, OUTPUT = "image", "probabilities"
NAMES = ("seed", "residual")
TRANSFER = "efficientnet-lite0"
"""The network that is not trained from scratch, see ``training.transfer``."""


def build(name: str, shape: tuple[int, int, int], classes: int) -> Any:  # noqa: ANN401 -- keras has no types
    """Build a network with fresh weights.

    Args:
        name: one of :data:`NAMES`.
        shape: of one input: height, width, channels; float32, 0 to 1.
        classes: how many labels.

    Returns:
        A ``keras.Model`` from ``image`` (N, height, width, channels) to ``probabilities`` (N, classes), float32.
    """
    return import_module(f"training.networks.{name}").build(shape, classes)  # keras takes seconds to import
