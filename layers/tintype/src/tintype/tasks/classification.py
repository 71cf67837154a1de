"""Recognition: one score per class to the best labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.tasks.parameters import JSON
from tintype.tasks.reading import run
from tintype.tasks.result import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.manifest import Manifest
    from tintype.runtimes import Network
    from tintype.tasks.parameters import Parameters
    from tintype.tensor import Tensor


def media_types(_data: bytes, _options: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a caller may accept: the task gives documents alone."""
    return (JSON,)


def answer(manifest: Manifest, network: Network, data: bytes, parameters: Parameters, max_pixels: int) -> Result:
    """See ``tintype.tasks.answer``."""
    ran = run(manifest, network, data, max_pixels)
    said = {"task": manifest.task, **interpret(manifest, ran.outputs, parameters.top), "image": ran.image}
    return Result(said, ran.timings)


def interpret(manifest: Manifest, outputs: Mapping[str, Tensor], top: int) -> dict[str, Any]:
    """Return the best label, its score, and the ``top`` best of both, the first output being the scores."""
    scores = outputs[manifest.outputs[0].name].flat()
    best = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[: max(1, top)]
    predictions = [{"label": label(manifest, index), "score": round(scores[index], 6)} for index in best]
    return {**predictions[0], "predictions": predictions}


def label(manifest: Manifest, index: int) -> str:
    """Return what a class is called: its label, or its number where it has none."""
    return manifest.labels[index] if index < len(manifest.labels) else str(index)
