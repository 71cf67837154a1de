from __future__ import annotations

from dataclasses import replace
from struct import pack

import numpy as np
import pytest

from tests.unit.training.transfer.stripes import SETTINGS, SIDE, scaled, stripes, write
from tintype.manifest import Manifest
from tintype.runtimes import load
from tintype.tensor import Tensor
from training.checkpoints import Checkpoints
from training.dataset import Split
from training.efficientnet import weights
from training.errors import HyperparameterError
from training.local import run_training_job
from training.progress import Lines

pytestmark = pytest.mark.slow  # TensorFlow takes seconds to import

SHORT = replace(SETTINGS, epochs=1)


@pytest.fixture
def learn(small, tmp_path):  # noqa: ARG001 -- the stand-in
    """Return a function that trains on a dozen images, with checkpoints, and returns what came out."""
    from training.transfer.run import transfer  # noqa: PLC0415 -- TensorFlow

    folders = tmp_path / "layer", tmp_path / "fine-tuning"
    checkpoints = tuple(Checkpoints(folder, {}) for folder in folders)
    split = Split(stripes(12, 3), stripes(4, 4), stripes(4, 5))
    return lambda settings: transfer(split, settings, Lines(), tmp_path, checkpoints)


def explained(network, image, label):
    tensors = {
        "image": Tensor("image", "float32", (1, SIDE, SIDE, 3), image.tobytes()),
        "label": Tensor("label", "int32", (1,), pack("<i", label)),
    }
    return network.also("explain").run(tensors)["heat"]


@pytest.mark.usefixtures("small")
def test_folder_to_served_file(tmp_path):
    """A folder of labelled images becomes one file that tells their labels apart and explains itself."""
    result = run_training_job(SETTINGS, write(stripes(60, 1), tmp_path / "images"), tmp_path / "job")
    assert result.metrics["accuracy"] >= 0.9
    network = load("litert", bytearray((result.model / "model.tflite").read_bytes()))
    heats = [explained(network, scaled(stripes(1, 9)), label) for label in (0, 1)]
    assert heats[0].shape == heats[1].shape == (1, 31, 31)
    assert heats[0].flat() != heats[1].flat()
    assert max(heats[0].flat() + heats[1].flat()) > 0
    lineage = Manifest.from_json((result.model / "manifest.json").read_bytes()).lineage
    assert lineage["pretrained"] == weights.FACTS
    card = (result.model / "card.md").read_text()
    assert all(text in card for text in (weights.SHA256, "Apache-2.0", lineage["data"]["digest"]))


def test_frozen(learn):
    """Only the last layer learns: the filters stay ImageNet's."""
    from tests.unit.training.transfer.conftest import stand_in  # noqa: PLC0415 -- TensorFlow

    after = {weight.tobytes() for weight in learn(SHORT).model.get_weights()}
    assert all(weight.tobytes() in after for weight in stand_in(128).get_weights())


def test_fine_tuning(learn):
    """After it the later filters are others; the first ones and the statistics of batch normalisation are not."""
    frozen = learn(SHORT).model.get_weights()
    result = learn(replace(SHORT, fine_tune_epochs=2, fine_tune_rate=0.01))
    assert len(result.history) == 3
    for weight, before in zip(result.model.weights, frozen, strict=True):
        same = np.array_equal(weight.numpy(), before)
        learns = any(name in weight.path for name in ("depthwise", "conv_head", "probabilities"))
        assert same is not learns, weight.path


def test_goes_on(learn):
    """A job that is started again, whatever had been done, ends with the same weights."""
    settings = replace(SHORT, fine_tune_epochs=1)
    first, again = learn(settings), learn(settings)
    assert first.history == again.history
    pairs = zip(first.model.get_weights(), again.model.get_weights(), strict=True)
    assert all(np.array_equal(*pair) for pair in pairs)


@pytest.mark.parametrize(("setting", "value"), [("shift", 0.1), ("rotate", 5.0), ("flip", "both"), ("mode", "L")])
def test_refused(learn, setting, value):
    """What a frozen network cannot take is refused before anything is computed."""
    with pytest.raises(HyperparameterError, match=r"efficientnet-lite0|frozen"):
        learn(replace(SHORT, **{setting: value}))
