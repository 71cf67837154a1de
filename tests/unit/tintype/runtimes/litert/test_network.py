from __future__ import annotations

import gc
from array import array
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import psutil
import pytest
from ai_edge_litert.interpreter import Interpreter
from hypothesis import given, settings
from hypothesis import strategies as st

from tintype.errors import InferenceError, ModelFileError, TensorError
from tintype.runtimes.litert.network import load
from tintype.tensor import Tensor, TensorSpec

MODELS = Path(__file__).parents[4] / "models"


def network(name, threads=1):
    return load(bytearray((MODELS / f"{name}.tflite").read_bytes()), threads)


def floats(name, shape, values):
    return Tensor(name, "float32", shape, array("f", values).tobytes())


def test_hand_computed():
    """Four quadrants of one brightness each come back as these four means."""
    rows = [[0.25] * 4 + [1.0] * 4] * 4 + [[0.5] * 4 + [0.0] * 4] * 4
    image = floats("image", (1, 8, 8, 1), [value for row in rows for value in row])
    outputs = network("quadrants").run({"image": image})
    assert outputs["scores"] == floats("scores", (1, 4), [0.25, 1.0, 0.5, 0.0])


def test_uint8_input():
    """Pixels go in as bytes: pure red of 255 and green of 51 give 1.0, 0.2 and 0.0."""
    image = Tensor("image", "uint8", (1, 4, 4, 3), bytes([255, 51, 0] * 16))
    assert network("colours").run({"image": image})["scores"].flat() == pytest.approx([1.0, 0.2, 0.0])


def test_two_inputs_and_outputs():
    """Inputs and outputs are told apart by name, whatever the order of the caller's mapping."""
    left, right = floats("left", (1, 2), [3, 5]), floats("right", (1, 2), [2, 7])
    outputs = network("pair").run({"right": right, "left": left})
    assert outputs["sum"].nested() == [[5.0, 12.0]]
    assert outputs["product"].nested() == [[6.0, 35.0]]


@pytest.mark.parametrize(
    ("name", "inputs", "outputs"),
    [
        ("quadrants", {TensorSpec("image", "float32", (1, 8, 8, 1))}, {TensorSpec("scores", "float32", (1, 4))}),
        ("colours", {TensorSpec("image", "uint8", (1, 4, 4, 3))}, {TensorSpec("scores", "float32", (1, 3))}),
        (
            "pair",
            {TensorSpec("left", "float32", (1, 2)), TensorSpec("right", "float32", (1, 2))},
            {TensorSpec("sum", "float32", (1, 2)), TensorSpec("product", "float32", (1, 2))},
        ),
    ],
)
def test_specs(name, inputs, outputs):
    """The file says what the network takes and gives; a batch of any size is a batch of one."""
    loaded = network(name)
    assert (set(loaded.inputs), set(loaded.outputs)) == (inputs, outputs)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(-1, 1, width=32), min_size=49, max_size=49))
def test_equals_the_interpreter(pixels):
    """The C API gives the same answer as the Interpreter of ai-edge-litert on the same file."""
    values = array("f", pixels * 16)
    reference = Interpreter(model_path=str(MODELS / "digits.tflite")).get_signature_runner()
    expected = reference(image=np.frombuffer(values, np.float32).reshape(1, 28, 28, 1))["scores"]
    received = network("digits").run({"image": Tensor("image", "float32", (1, 28, 28, 1), values.tobytes())})
    assert received["scores"].flat() == pytest.approx(expected.ravel().tolist(), abs=1e-6)


def test_further_signatures():
    """A file's other functions are there by name, beside the one that answers."""
    whole = network("explained")
    image = floats("image", (1, 8, 8, 1), [0.5] * 64)
    label = Tensor("label", "int32", (1,), (2).to_bytes(4, "little"))
    explain = whole.also("explain")
    assert whole.run({"image": image})["scores"].flat() == [0.5] * 4
    assert explain.run({"image": image, "label": label})["heat"].nested() == [[[0.0, 0.0], [0.5, 0.0]]]
    assert whole.also("explain") is explain
    assert whole.also("divine") is None


def test_one_signature():
    """A file of one function has no other."""
    assert network("quadrants").also("explain") is None


def test_two_threads():
    """With two threads the answer stays the same."""
    image = floats("image", (1, 28, 28, 1), [index % 7 / 7 for index in range(784)])
    alone, both = network("digits").run({"image": image}), network("digits", threads=2).run({"image": image})
    assert both["scores"].flat() == pytest.approx(alone["scores"].flat(), abs=1e-6)


def test_runs_follow_each_other():
    """A second run is not coloured by the first, and what the first returned stays."""
    loaded = network("quadrants")
    first = loaded.run({"image": floats("image", (1, 8, 8, 1), [1.0] * 64)})
    second = loaded.run({"image": floats("image", (1, 8, 8, 1), [0.0] * 64)})
    assert (first["scores"].flat(), second["scores"].flat()) == ([1.0] * 4, [0.0] * 4)


@pytest.mark.parametrize(
    ("tensor", "received"),
    [
        (None, "nothing"),
        (floats("image", (1, 64), [0] * 64), r"float32 of shape \[1, 64\]"),
        (Tensor("image", "uint8", (1, 8, 8, 1), bytes(64)), r"uint8 of shape \[1, 8, 8, 1\]"),
    ],
    ids=["missing", "shape", "dtype"],
)
def test_input_that_does_not_fit(tensor, received):
    """A missing input, another shape and another dtype are told with what was expected."""
    expected = rf"Expected float32 of shape \[1, 8, 8, 1\] for 'image', received {received}\."
    with pytest.raises(TensorError, match=expected):
        network("quadrants").run({"image": tensor} if tensor else {})


@pytest.mark.parametrize("length", [0, 1, 7, 100, 1000, -1])
def test_truncated_file(length):
    """A file that ends early, or is empty, is refused before anything is run."""
    with pytest.raises(ModelFileError, match="Convert and publish the model again"):
        load(bytearray((MODELS / "digits.tflite").read_bytes()[:length]))


@pytest.mark.parametrize("file", [bytes(5000), b"PK\x03\x04" * 500, b'{"not": "a model"}'])
def test_not_a_model(file):
    """Bytes that are no model are refused, and the detail says so."""
    with pytest.raises(ModelFileError) as caught:
        load(bytearray(file))
    assert "not a valid model file" in caught.value.detail


def test_unsupported_operator():
    """An operator that LiteRT lacks is found when the network first runs, not when it is compiled."""
    with pytest.raises(InferenceError) as caught:
        network("unsupported").run({"image": floats("image", (1, 8, 8, 1), [0] * 64)})
    assert "LiteRtRunCompiledModel" in caught.value.detail


def test_closed_has_no_others():
    """A closed network gives out none of its functions."""
    whole = network("explained")
    whole.also("explain")
    whole.close()
    assert whole.also("explain") is None


def test_closed():
    """A closed network says so instead of running on memory that is gone; closing twice is no harm."""
    loaded = network("quadrants")
    loaded.close()
    loaded.close()
    with pytest.raises(InferenceError):
        loaded.run({"image": floats("image", (1, 8, 8, 1), [0] * 64)})


@pytest.mark.parametrize("usable", [True, False])
def test_memory_is_given_back(usable):
    """Loading and closing 200 times, or failing to load as often, leaves the process as large as it was."""
    file = (MODELS / "digits.tflite").read_bytes()[: None if usable else 1000]
    padding = bytes(200_000)  # behind the file: makes a file that stays in memory visible

    def cycle():
        with nullcontext() if usable else pytest.raises(ModelFileError):
            load(bytearray(file + padding)).close()

    for _ in range(20):
        cycle()
    gc.collect()
    before = psutil.Process().memory_info().rss
    for _ in range(200):
        cycle()
    gc.collect()
    assert psutil.Process().memory_info().rss - before < 4_000_000
