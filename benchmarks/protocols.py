"""What the Open Inference Protocol costs beside the model: ``python -m benchmarks.protocols`` (by hand).

A network that copies its input stands in for the model, so that what is left is the protocol alone: a binary
224 x 224 x 3 float32 tensor from an event to a response, and without the base64 in which API Gateway sends it.
"""

from __future__ import annotations

import json
from base64 import b64encode
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from tintype.http.oip.inference import infer
from tintype.http.request import parse
from tintype.images import Preprocessing
from tintype.manifest import FileEntry, Manifest
from tintype.serving.model import Model
from tintype.tensor import Tensor, TensorSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SIDE = 224
_CALLS = 300
_INPUT = TensorSpec("image", "float32", (1, _SIDE, _SIDE, 3))
_OUTPUT = TensorSpec("scores", "float32", (1, 1000))


class _Copying(NamedTuple):
    inputs: tuple[TensorSpec, ...] = (_INPUT,)
    outputs: tuple[TensorSpec, ...] = (_OUTPUT,)
    memory: memoryview = memoryview(bytearray(4 * 3 * _SIDE**2))

    def run(self, inputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
        self.memory[:] = inputs[_INPUT.name].data
        return {_OUTPUT.name: Tensor(*_OUTPUT, bytes(4000))}

    def close(self) -> None:
        """Nothing to give back."""


def _milliseconds(call: Callable[[], object]) -> float:
    times = []
    for _ in range(_CALLS):
        started = perf_counter()
        call()
        times.append((perf_counter() - started) * 1000)
    return median(times)


def main() -> None:
    """Print the medians."""
    network, values = _Copying(), bytes(4 * 3 * _SIDE**2)
    how = Preprocessing(_SIDE, _SIDE)
    entry = {"model": FileEntry("0" * 64, 1)}
    manifest = Manifest("photo", 1, "classification", "litert", entry, (_INPUT,), (_OUTPUT,), how)
    model = Model(manifest, network)
    one = {"name": "image", "datatype": "FP32", "shape": _INPUT.shape, "parameters": {"binary_data_size": len(values)}}
    text = json.dumps({"inputs": [one], "parameters": {"binary_data_output": True}}).encode()
    body, length = text + values, str(len(text))
    event = {"httpMethod": "POST", "path": "/", "body": b64encode(body).decode(), "isBase64Encoded": True}
    tensor = {_INPUT.name: Tensor(*_INPUT, values)}
    bare = _milliseconds(lambda: network.run(tensor))
    print(f"bare run: {bare:.3f} ms")
    print(f"infer, less the bare run: {_milliseconds(lambda: infer(body, length, model, 1)) - bare:.3f} ms")
    print(f"base64 of the event: {_milliseconds(lambda: parse(event, 1_000_000)):.3f} ms")


if __name__ == "__main__":
    main()
