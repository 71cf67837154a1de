"""Whether a loaded network still gives the answer that was recorded when it was published."""

from __future__ import annotations

from binascii import a2b_base64
from typing import TYPE_CHECKING

from tintype.errors import GoldenSampleError
from tintype.images import decode, to_tensor
from tintype.tensor import Tensor

if TYPE_CHECKING:
    from tintype.manifest import Manifest
    from tintype.runtimes import Network


def check(manifest: Manifest, network: Network) -> None:
    """Run the golden sample, if there is one, the whole way of a request.

    Raises:
        GoldenSampleError: an output differs by more than the tolerance.
    """
    golden = manifest.golden
    if golden is None:
        return
    how, spec = manifest.preprocessing, manifest.inputs[0]
    picture = decode(a2b_base64(golden.input), at_least=(how.width, how.height))
    outputs = network.run({spec.name: Tensor(spec.name, how.dtype, how.shape, to_tensor(picture.image, how))})
    difference = max(_difference(values, outputs[name].flat()) for name, values in golden.outputs.items())
    if not difference <= golden.tolerance:  # NaN is a difference, too
        raise GoldenSampleError(manifest.name, manifest.version, difference, golden.tolerance)


def _difference(expected: list[float], received: list[float]) -> float:
    if len(expected) != len(received):
        return float("inf")
    return max(abs(e - r) for e, r in zip(expected, received, strict=True))
