"""Recognition: one score per class to the best labels."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from tintype.tasks.parameters import JSON
from tintype.tasks.reading import described, to_input
from tintype.tasks.result import Result, Timings

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
    started = perf_counter()
    picture, tensor = to_input(manifest, data, max_pixels)
    decoded = perf_counter()
    outputs = network.run({tensor.name: tensor})
    timings = Timings(decoded - started, perf_counter() - decoded)
    said = {"task": manifest.task, **interpret(manifest, outputs, parameters.top), "image": described(picture)}
    return Result(said, timings)


def interpret(manifest: Manifest, outputs: Mapping[str, Tensor], top: int) -> dict[str, Any]:
    """Return the best label, its score, and the ``top`` best of both, the first output being the scores."""
    scores = outputs[manifest.outputs[0].name].flat()
    best = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[: max(1, top)]
    predictions = [{"label": _label(manifest, index), "score": round(scores[index], 6)} for index in best]
    return {**predictions[0], "predictions": predictions}


def _label(manifest: Manifest, index: int) -> str:
    return manifest.labels[index] if index < len(manifest.labels) else str(index)
