"""How the answers of two versions to one input differ."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from tintype.errors import InferenceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tintype.manifest import Manifest
    from tintype.serving.recording import Pass
    from tintype.tensor import Tensor

    Answered = tuple[Manifest, Sequence[Pass]]
    """A version, and what its network made of the input."""


def compare(one: Answered, other: Answered) -> dict[str, Any]:
    """Return ``difference``, the largest one of two scores, and for classifiers both labels and ``same_label``.

    Classes are compared by their labels, so that a version may have more of them, or in another order; one that is
    missing has the score 0. Other outputs are compared value by value; ``difference`` is None where the shapes differ.

    Raises:
        InferenceError: a score is no finite number.
    """
    if one[0].task == other[0].task == "classification":
        scores, others = _scores(*one), _scores(*other)
        both = {"label": max(scores, key=scores.__getitem__), "shadow_label": max(others, key=others.__getitem__)}
        difference = max(abs(scores.get(label, 0.0) - others.get(label, 0.0)) for label in scores | others)
        return {**both, "same_label": both["label"] == both["shadow_label"], "difference": round(difference, 6)}
    difference_or_none = _difference(_tensors(one[1]), _tensors(other[1]))
    return {"difference": difference_or_none}


def _scores(manifest: Manifest, passes: Sequence[Pass]) -> dict[str, float]:
    """Return each label's score; a class without a label has its number."""
    values = _finite(passes[0].outputs[manifest.outputs[0].name])
    labels = [*manifest.labels, *map(str, range(len(manifest.labels), len(values)))]
    return dict(zip(labels, values, strict=False))


def _tensors(passes: Sequence[Pass]) -> dict[tuple[int, str], Tensor]:
    return {(number, name): out for number, each in enumerate(passes) for name, out in each.outputs.items()}


def _difference(one: dict[tuple[int, str], Tensor], other: dict[tuple[int, str], Tensor]) -> float | None:
    if one.keys() != other.keys() or any(one[key].shape != other[key].shape for key in one):
        return None
    return round(max(_farthest(_finite(one[key]), _finite(other[key])) for key in one), 6)


def _farthest(values: list[float], others: list[float]) -> float:
    return max((abs(a - b) for a, b in zip(values, others, strict=True)), default=0.0)


def _finite(tensor: Tensor) -> list[float]:
    values: list[float] = tensor.flat()
    if not all(map(isfinite, values)):
        raise InferenceError(f"the output {tensor.name!r} has values that are no finite numbers")
    return values
