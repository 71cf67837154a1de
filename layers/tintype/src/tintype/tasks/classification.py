"""Recognition: one score per class to the best labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.manifest import Manifest
    from tintype.tensor import Tensor

MEDIA_TYPES = ("application/json",)
"""What a caller may accept: the task gives documents alone."""


def interpret(manifest: Manifest, outputs: Mapping[str, Tensor], top: int) -> dict[str, Any]:
    """Return the best label, its score, and the ``top`` best of both, the first output being the scores."""
    scores = outputs[manifest.outputs[0].name].flat()
    best = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[: max(1, top)]
    predictions = [{"label": _label(manifest, index), "score": round(scores[index], 6)} for index in best]
    return {**predictions[0], "predictions": predictions}


def _label(manifest: Manifest, index: int) -> str:
    return manifest.labels[index] if index < len(manifest.labels) else str(index)
