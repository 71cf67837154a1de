"""The way of the data: image, tensor, network, tensors, result."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.images import decode, to_tensor
from tintype.images.decoding import MAX_PIXELS
from tintype.tasks import interpret
from tintype.tensor import Tensor

if TYPE_CHECKING:
    from tintype.images import Picture
    from tintype.manifest import Manifest
    from tintype.serving.model import Model

DEFAULT_TOP = 5
MOST_TOP = 1000
"""How many candidates a document lists, and the most that may be asked for."""


class Timings(NamedTuple):
    """Seconds that the steps took."""

    decode: float = 0.0
    run: float = 0.0


class Answer(NamedTuple):
    """A network's outputs for one input, and how long it took."""

    outputs: dict[str, Tensor]
    timings: Timings
    image: dict[str, Any]


def to_input(manifest: Manifest, data: bytes, max_pixels: int = MAX_PIXELS) -> tuple[Picture, Tensor]:
    """Decode an image file; return it, and the network's input that its pixels make.

    Raises:
        ImageError: see ``tintype.images.decode``.
    """
    how, spec = manifest.preprocessing, manifest.inputs[0]
    picture = decode(data, max_pixels, at_least=(how.width, how.height))
    return picture, Tensor(spec.name, how.dtype, how.shape, to_tensor(picture.image, how))


def run_image(model: Model, data: bytes, max_pixels: int) -> Answer:
    """Decode an image file and run the model on it.

    Raises:
        ImageError: see ``tintype.images.decode``.
        InferenceError: the runtime failed.
    """
    started = perf_counter()
    picture, tensor = to_input(model.manifest, data, max_pixels)
    decoded = perf_counter()
    outputs = model.network.run({tensor.name: tensor})
    timings = Timings(decoded - started, perf_counter() - decoded)
    return Answer(outputs, timings, {"width": picture.width, "height": picture.height, "format": picture.kind})


def run_tensors(model: Model, inputs: dict[str, Tensor]) -> Answer:
    """Run the model on tensors that the caller made.

    Raises:
        TensorError: one is missing, or does not fit.
        InferenceError: the runtime failed.
    """
    started = perf_counter()
    outputs = model.network.run(inputs)
    return Answer(outputs, Timings(run=perf_counter() - started), {})


def total(answers: list[Answer]) -> Timings:
    """Return the time that all of them took."""
    return Timings(sum(a.timings.decode for a in answers), sum(a.timings.run for a in answers))


def document(model: Model, answer: Answer, top: int = DEFAULT_TOP) -> dict[str, Any]:
    """Return the result document of one image."""
    return {**identity(model), **result(model, answer, top)}


def identity(model: Model) -> dict[str, Any]:
    """Return who answered: the model's name and version."""
    return {"model": model.manifest.name, "version": model.manifest.version}


def result(model: Model, answer: Answer, top: int = DEFAULT_TOP) -> dict[str, Any]:
    """Return the document without the model's name and version, which it does not depend on."""
    manifest = model.manifest
    return {"task": manifest.task, **interpret(manifest, answer.outputs, top), "image": answer.image}
