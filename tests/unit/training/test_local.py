from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
from PIL import Image

from tintype.manifest import Manifest
from training import artefacts
from training.errors import JobFailedError
from training.hyperparameters import Hyperparameters
from training.local import prepare, run_training_job
from training.served import ServedModel


def test_prepare_lays_out_sagemakers_folders(tmp_path, idx_folder):
    """The job finds string hyperparameters and its channel where SageMaker would put them."""
    prepare(tmp_path, Hyperparameters(epochs=3), idx_folder)
    assert json.loads((tmp_path / "input/config/hyperparameters.json").read_text()) == {"epochs": "3"}
    assert (tmp_path / "input/data/training").resolve() == idx_folder
    assert (tmp_path / "model").is_dir()


def test_prepare_downloads(tmp_path, idx_folder, bucket, s3_client):
    """Data in S3 is brought to the channel, as SageMaker does."""
    for path in idx_folder.iterdir():
        s3_client.upload_file(str(path), bucket.name, f"mnist/{path.name}")
    prepare(tmp_path, Hyperparameters(), f"s3://{bucket.name}/mnist")
    channel = tmp_path / "input/data/training"
    assert {path.name for path in channel.iterdir()} == {path.name for path in idx_folder.iterdir()}


def test_failure_is_raised(tmp_path, capfd):
    """A job that fails raises the first line of its failure file."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(JobFailedError, match="<folder>/<label>/<image>"):
        run_training_job(Hyperparameters(), tmp_path / "empty", tmp_path / "job")
    assert "Training failed" in capfd.readouterr().err


@pytest.mark.slow
def test_short_run_is_good(job):
    """The short run answers at least 95 of 100 of MNIST's 10,000 test images rightly, by the LiteRT file as served."""
    assert job.metrics["test_images"] == 10_000
    assert job.metrics["accuracy"] >= 0.95
    assert job.metrics["keras_accuracy"] == pytest.approx(job.metrics["accuracy"], abs=0.001)
    assert job.version is None


@pytest.mark.slow
def test_accuracy_is_the_files_own(job, mnist):
    """The reported accuracy and confusion matrix are what the written file answers."""
    served = ServedModel((job.model / "model.tflite").read_bytes(), Hyperparameters().preprocessing)
    answers = served.answers(mnist.test.images).argmax(1)
    assert job.metrics["accuracy"] == (answers == mnist.test.labels).mean()
    counts = np.array(json.loads((job.model / "confusion-matrix.json").read_bytes())["counts"])
    assert counts.sum(1).tolist() == np.bincount(mnist.test.labels).tolist()
    assert counts.sum(0).tolist() == np.bincount(answers).tolist()


@pytest.mark.slow
def test_every_file_is_there(job):
    """The model folder holds all that is published, the labels, and a manifest that names each file by digest."""
    manifest = Manifest.from_json((job.model / "manifest.json").read_bytes())
    for role, name in artefacts.FILES.items():
        data = (job.model / name).read_bytes()
        assert manifest.files[role] == (hashlib.sha256(data).hexdigest(), len(data))
    assert (job.model / "labels.txt").read_text().split() == list(manifest.labels) == list("0123456789")
    assert [spec.shape for spec in manifest.inputs + manifest.outputs] == [(1, 28, 28, 1), (1, 10)]


@pytest.mark.slow
def test_golden_sample(job):
    """The golden sample is a real test image, and the file answers it as the manifest says."""
    golden = Manifest.from_json((job.model / "manifest.json").read_bytes()).golden
    image = (job.model / "golden.png").read_bytes()
    answer = ServedModel((job.model / "model.tflite").read_bytes(), Hyperparameters().preprocessing).answer(image)
    assert golden is not None
    assert np.abs(answer - golden.outputs["probabilities"]).max() <= golden.tolerance
    label = json.loads((job.model / "golden.json").read_bytes())["label"]
    assert str(answer.argmax()) == label


@pytest.mark.slow
def test_labelled_images_of_another_kind(image_folder, tmp_path):
    """A folder of colour images with two labels makes a model of that shape with those labels."""
    for path in image_folder.glob("*/*.png"):
        Image.open(path).convert("RGB").resize((40, 30)).save(path)
    settings = Hyperparameters(name="threes", epochs=1, width=20, height=16, mode="RGB", batch_size=4)
    model = run_training_job(settings, image_folder, tmp_path / "job").model
    manifest = Manifest.from_json((model / "manifest.json").read_bytes())
    assert (manifest.labels, manifest.inputs[0].shape) == (("digit-3", "digit-7"), (1, 16, 20, 3))
