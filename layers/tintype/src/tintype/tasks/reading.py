"""From an image file to a network's input, as the manifest says, and to its outputs."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.images import decode, to_tensor
from tintype.images.decoding import MAX_PIXELS
from tintype.tasks.result import Timings
from tintype.tensor import Tensor

if TYPE_CHECKING:
    from tintype.images import Picture
    from tintype.manifest import Manifest
    from tintype.runtimes import Network


class Answer(NamedTuple):
    """A network's outputs for one input, how long it took, and what a document says of the image."""

    outputs: dict[str, Tensor]
    timings: Timings
    image: dict[str, Any]


def run(manifest: Manifest, network: Network, data: bytes, max_pixels: int) -> Answer:
    """Decode an image file and run a network on it.

    Raises:
        ImageError: see ``tintype.images.decode``.
        InferenceError: the runtime failed.
    """
    started = perf_counter()
    picture, tensor = to_input(manifest, data, max_pixels)
    decoded = perf_counter()
    outputs = network.run({tensor.name: tensor})
    return Answer(outputs, Timings(decoded - started, perf_counter() - decoded), described(picture))


def to_input(manifest: Manifest, data: bytes, max_pixels: int = MAX_PIXELS) -> tuple[Picture, Tensor]:
    """Decode an image file; return it, and the network's input that its pixels make.

    Raises:
        ImageError: see ``tintype.images.decode``.
    """
    how, spec = manifest.preprocessing, manifest.inputs[0]
    picture = decode(data, max_pixels, at_least=(how.width, how.height))
    return picture, Tensor(spec.name, how.dtype, how.shape, to_tensor(picture.image, how))


def described(picture: Picture) -> dict[str, Any]:
    """Return what a document says of the image that was sent."""
    return {"width": picture.width, "height": picture.height, "format": picture.kind}
