from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.errors import ShadowMessageError
from tintype.serving.recording import Pass, Run
from tintype.shadows.message import Message, parse, read
from tintype.tensor import Tensor

tensors = st.builds(
    lambda name, values: Tensor(name, "uint8", (1, len(values)), values), st.text(min_size=1), st.binary()
)
by_name = st.lists(tensors, max_size=3).map(lambda found: {tensor.name: tensor for tensor in found})
passes = st.builds(Pass, by_name, st.floats(0, 10))
runs = st.lists(st.builds(Run, st.binary() | by_name, st.lists(passes, max_size=3)), max_size=3)


@given(runs)
def test_round_trip(runs):
    """What is written is read back, through JSON."""
    message = Message("0" * 32, "2026-11-01T12:00:00Z", "digits", "production", 7, 8, runs)
    assert parse(read(json.dumps(message.document()))) == message


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"format": 2}', '{"format": 1}', '{"format": 1, "inputs": [1], "answers": []}'],
)
def test_something_else(body):
    """Whatever else lies in the queue is an error that says so."""
    with pytest.raises(ShadowMessageError):
        parse(read(body))
