"""Whether a loaded network still gives the answer that was recorded when it was published."""

from __future__ import annotations

from binascii import a2b_base64
from math import inf, isnan
from typing import TYPE_CHECKING

from tintype.errors import GoldenSampleError, InferenceError, ManifestError, ModelFileError, RequestError
from tintype.tasks.reading import to_input
from tintype.tensor import Tensor, byte_size, pack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.manifest import Manifest
    from tintype.runtimes import Network


def check(manifest: Manifest, network: Network) -> None:
    """Run the golden sample the whole way of a request; without one zeros, so that what cannot run is found.

    Raises:
        GoldenSampleError: an output differs by more than the tolerance.
        ManifestError: the sample is no image that fits the model.
        ModelFileError: the network does not run.
    """
    golden = manifest.golden
    try:
        given = sample(manifest, a2b_base64(golden.input), golden.beside) if golden else _zeros(network)
        outputs = network.run(given)
    except InferenceError as error:
        raise ModelFileError(manifest.runtime, error.detail) from error
    except (RequestError, ValueError) as error:
        raise ManifestError("golden sample", "an image that fits the model", str(error)) from error
    if golden is None:
        return
    difference = max(_difference(kept, outputs.get(name), golden.every) for name, kept in golden.outputs.items())
    if difference > golden.tolerance:
        raise GoldenSampleError(manifest.name, manifest.version, difference, golden.tolerance)


def sample(manifest: Manifest, image: bytes, beside: Mapping[str, list[float]] | None = None) -> dict[str, Tensor]:
    """Return the inputs that an image file makes, with the values ``beside`` it of inputs that no image makes.

    Raises:
        ImageError, TensorError: one of them makes none.
    """
    _, tensor = to_input(manifest, image)
    given = beside or {}
    more = [Tensor(*spec, pack(given[spec.name], spec)) for spec in manifest.inputs if spec.name in given]
    return {each.name: each for each in (tensor, *more)}


def _zeros(network: Network) -> dict[str, Tensor]:
    return {spec.name: Tensor(*spec, bytes(byte_size(spec.dtype, spec.shape))) for spec in network.inputs}


def values(output: Tensor, every: int) -> list[float]:
    """Return each ``every``-th value in row-major order, beginning with the first."""
    return output.flat()[::every]


def _difference(expected: list[float], output: Tensor | None, every: int) -> float:
    received = values(output, every) if output else []
    if len(expected) != len(received):
        return inf
    differences = (abs(e - r) for e, r in zip(expected, received, strict=True))
    return max((inf if isnan(d) else d for d in differences), default=0.0)
