"""The way of the data: image, tensor, network, tensors, result."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.images import decode, to_tensor
from tintype.tasks import interpret
from tintype.tensor import Tensor

if TYPE_CHECKING:
    from tintype.serving.model import Model


class Timings(NamedTuple):
    """Seconds that the steps took."""

    decode: float = 0.0
    run: float = 0.0


class Answer(NamedTuple):
    """A network's outputs for one input, and how long it took."""

    outputs: dict[str, Tensor]
    timings: Timings
    image: dict[str, Any]


def run_image(model: Model, data: bytes, max_pixels: int) -> Answer:
    """Decode an image file and run the model on it.

    Raises:
        ImageError: see ``tintype.images.decode``.
        InferenceError: the runtime failed.
    """
    started = perf_counter()
    how, spec = model.manifest.preprocessing, model.manifest.inputs[0]
    picture = decode(data, max_pixels, at_least=(how.width, how.height))
    tensor = Tensor(spec.name, how.dtype, how.shape, to_tensor(picture.image, how))
    decoded = perf_counter()
    outputs = model.network.run({spec.name: tensor})
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


def document(model: Model, answer: Answer, top: int = 5) -> dict[str, Any]:
    """Return the result document of one image."""
    manifest = model.manifest
    return {
        "model": manifest.name,
        "version": manifest.version,
        "task": manifest.task,
        **interpret(manifest, answer.outputs, top),
        "image": answer.image,
    }
