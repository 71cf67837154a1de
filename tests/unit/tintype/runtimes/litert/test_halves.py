from __future__ import annotations

from pathlib import Path

from tintype.runtimes.litert.network import load
from tintype.tensor import Tensor, pack

MODEL = Path(__file__).parents[4] / "models" / "halves.tflite"


def test_both_kinds():
    """float16 and bfloat16 go into a network and come out of it unchanged."""
    network = load(bytearray(MODEL.read_bytes()))
    assert {spec.name: spec.dtype for spec in network.inputs} == {"half": "float16", "brain": "bfloat16"}
    outputs = network.run({spec.name: Tensor(*spec, pack([1.5, -2.0], spec)) for spec in network.inputs})
    assert outputs["half_out"].nested() == outputs["brain_out"].nested() == [[[1.5], [-2.0]]]
    assert outputs["sum"].nested() == [[3.0, -4.0]]
