"""The way of the data: image, tensor, network, tensors, result."""

from __future__ import annotations

from binascii import b2a_base64
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from tintype import tasks
from tintype.tasks import reading
from tintype.tasks.reading import Answer
from tintype.tasks.result import Timings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tintype.serving.model import Model
    from tintype.tasks import Parameters, Result
    from tintype.tensor import Tensor


T = TypeVar("T", "Answer", "Result")


def predict(model: Model, data: bytes, parameters: Parameters, max_pixels: int) -> Result:
    """Answer an image file as the model's task does.

    Raises:
        ImageError, RequestError, InferenceError: see ``tintype.tasks.answer``.
    """
    run = partial(tasks.answer, model.manifest, model.network, data, parameters, max_pixels, model.prepared)
    return _told(model, data, run)


def run_image(model: Model, data: bytes, max_pixels: int) -> Answer:
    """Decode an image file and run the model on it, for callers that want its tensors.

    Raises:
        ImageError: see ``tintype.images.decode``.
        InferenceError: the runtime failed.
    """
    return _told(model, data, partial(reading.run, model.manifest, model.network, data, max_pixels))


def run_tensors(model: Model, inputs: dict[str, Tensor]) -> Answer:
    """Run the model on tensors that the caller made.

    Raises:
        TensorError: one is missing, or does not fit.
        InferenceError: the runtime failed.
    """
    return _told(model, inputs, partial(_run_tensors, model, inputs))


def _run_tensors(model: Model, inputs: dict[str, Tensor]) -> Answer:
    started = perf_counter()
    outputs = model.network.run(inputs)
    return Answer(outputs, Timings(run=perf_counter() - started), {})


def _told(model: Model, given: bytes | Mapping[str, Tensor], run: Callable[[], T]) -> T:
    """Return what ``run`` returns; who wants to know of the call, which few calls have, learns of it."""
    if model.runs is not None:
        from tintype.serving.recording import note

        note(model, given)
    if model.watchers:
        from tintype.serving.watching import watched

        return watched(model, given, run)
    return run()


def total(answers: Sequence[Answer | Result]) -> Timings:
    """Return the time that all of them took."""
    return Timings(*map(sum, zip(*(each.timings for each in answers), strict=True)))


def document(model: Model, result: Result) -> dict[str, Any]:
    """Return the result document of one image; where the task made a file, it is in it, as base64 (``output.b64``)."""
    if result.body is None:
        return {**identity(model), **result.document}
    text = b2a_base64(result.body, newline=False).decode()
    return {**identity(model), **result.document, "output": {**result.document.get("output", {}), "b64": text}}


def identity(model: Model) -> dict[str, Any]:
    """Return who answered: the model's name and version."""
    return {"model": model.manifest.name, "version": model.manifest.version}
