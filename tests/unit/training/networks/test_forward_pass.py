"""The mathematics page, its NumPy, and the network that is served say the same."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from tests.support import forward_pass
from tintype.runtimes import load
from tintype.tensor import Tensor
from training.networks import INPUT, OUTPUT, build

PAGE = (Path(__file__).parents[4] / "docs" / "mathematics.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\|.*\|$", PAGE, re.MULTILINE)][2:]
FLOAT_SUMS = 1e-5  # float32, in another order


def shape_of(row: list[str]) -> tuple[int, ...]:
    return tuple(int(side.replace(",", "")) for side in re.findall(r"[\d,]+", row[2]))


@pytest.fixture(scope="module")
def seed():
    from keras.utils import set_random_seed  # noqa: PLC0415 -- TensorFlow takes seconds

    set_random_seed(3)
    return build("seed", (28, 28, 1), 10)


@pytest.mark.slow
def test_equals_litert(seed, mnist):
    """For real digits, every probability that NumPy computes is the LiteRT file's."""
    from training.export import to_litert  # noqa: PLC0415

    network = load("litert", bytearray(to_litert(seed)))
    for pixels in mnist.test.images[:50]:
        image = pixels.astype(np.float32) / 255
        *_, expected = forward_pass.steps(image, seed.get_weights())
        answer = network.run({INPUT: Tensor(INPUT, "float32", (1, 28, 28, 1), image.tobytes())})[OUTPUT]
        assert answer.flat() == pytest.approx(expected.tolist(), abs=FLOAT_SUMS)


@pytest.mark.slow
def test_page_has_shapes_and_parameters(seed):
    """The page's table has the network's shapes and parameters, layer by layer, and their sum."""
    image = np.zeros((28, 28, 1), np.float32)
    assert [shape_of(row) for row in ROWS] == [step.shape for step in forward_pass.steps(image, seed.get_weights())]
    assert [shape_of(row) for row in ROWS[1:]] == [layer.output.shape[1:] for layer in seed.layers]
    parameters = [int(row[3].replace(",", "")) for row in ROWS]
    assert parameters == [0, *(layer.count_params() for layer in seed.layers)]
    assert f"{sum(parameters):,} parameters in all" in PAGE


def test_worked_example():
    """The page's example comes out as it is printed, step by step."""
    blocks = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
    table = [[int(number) for number in re.findall(r"-?\d+", line)] for line in blocks[0].splitlines()[1:]]
    image = np.array([row[:4] for row in table], np.float32)[..., np.newaxis]
    weights = np.array([row[4:7] for row in table[:3]], np.float32)[..., np.newaxis, np.newaxis]
    found = forward_pass.convolution(image, weights, np.zeros(1, np.float32))
    assert found[..., 0].tolist() == [row[7:] for row in table[1:3]]
    positive = [[int(number) for number in line.split()] for line in blocks[1].splitlines()]
    assert forward_pass.relu(found)[..., 0].tolist() == positive
    assert forward_pass.max_pooling(forward_pass.relu(found)).item() == 2
    assert np.round(forward_pass.softmax(np.array([2.0, 1.0, 0.0])), 2).tolist() == [0.67, 0.24, 0.09]


def test_odd_sizes():
    """Pooling drops the row and the column that are left over."""
    image = np.arange(25, dtype=np.float32).reshape(5, 5, 1)
    assert forward_pass.max_pooling(image)[..., 0].tolist() == [[6, 8], [16, 18]]
