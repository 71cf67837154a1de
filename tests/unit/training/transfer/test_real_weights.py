"""The real network, on a few dozen real images; everything else is tested with a stand-in of no size."""

from __future__ import annotations

from struct import pack

import numpy as np
import pytest

from tests.e2e.missing import give_up
from tintype.runtimes import load
from tintype.tensor import Tensor
from training.efficientnet import weights
from training.errors import WeightsError
from training.hyperparameters import Hyperparameters
from training.local import run_training_job
from training.served import png

pytestmark = pytest.mark.slow

DIGITS = (1, 3, 8)
SETTINGS = Hyperparameters(name="three", network="efficientnet-lite0", width=28, height=28, batch_size=16)


@pytest.fixture
def folder(mnist, tmp_path):
    """Sixteen of MNIST's images of each of three digits, in colour, and eight others to test with."""
    for part, data, count in (("train", mnist.train, 16), ("test", mnist.test, 8)):
        for digit in DIGITS:
            place = tmp_path / "images" / part / str(digit)
            place.mkdir(parents=True)
            for index in np.flatnonzero(data.labels == digit)[:count]:
                (place / f"{index}.png").write_bytes(png(np.repeat(data.images[index], 3, -1)))
    return tmp_path / "images"


def test_few_images(folder, tmp_path):
    """Photographs' filters tell drawn digits apart after four dozen of them; the map of one is where it is drawn."""
    try:
        weights.fetch()
    except WeightsError as error:
        give_up(str(error))
    result = run_training_job(SETTINGS, folder, tmp_path / "job")
    assert result.metrics["accuracy"] >= 0.9
    file = (result.model / "model.tflite").read_bytes()
    assert 13e6 < len(file) < 15e6
    digit = np.zeros((28, 28, 3), np.float32)
    digit[4:24, 5:9] = 1  # a one at the left
    tensors = {
        "image": Tensor("image", "float32", (1, 28, 28, 3), digit.tobytes()),
        "label": Tensor("label", "int32", (1,), pack("<i", 0)),
    }
    network = load("litert", bytearray(file))
    heat = network.also("explain").run(tensors)["heat"]
    found = np.array(heat.flat()).reshape(heat.shape[1:])
    left, right = np.array_split(found, 2, 1)
    assert left.sum() > right.sum()
