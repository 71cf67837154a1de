"""What the training job publishes is what the functions serve."""

from __future__ import annotations

import numpy as np
import pytest

from tintype.serving.pipeline import document, predict, run_image
from tintype.serving.service import Service
from tintype.settings import Settings
from tintype.tasks import Parameters
from training.hyperparameters import Hyperparameters
from training.loaders import load
from training.local import MNIST, run_training_job
from training.served import ServedModel, png

pytestmark = pytest.mark.slow

SETTINGS = Hyperparameters(epochs=1, batch_size=32, train_images=6000, test_images=500)


@pytest.fixture(scope="module")
def mnist():
    return load(MNIST, SETTINGS.preprocessing)


def test_published_model_is_served(bucket, tmp_path, mnist):
    """A served version passes its golden sample, and answers real images just as the job measured it."""
    settings = Hyperparameters(**{**vars(SETTINGS), "registry": bucket.name})
    result = run_training_job(settings, MNIST, tmp_path)
    model = Service(Settings(model_bucket=bucket.name), bucket).model("digits").model
    images, labels, _ = mnist.test.some(SETTINGS.test_images, SETTINGS.seed)
    files = [png(image) for image in images]
    said = [document(model, predict(model, image, Parameters(), 10_000))["label"] for image in files]
    right = [label == str(expected) for label, expected in zip(said, labels, strict=True)]
    assert np.mean(right) == result.metrics["accuracy"]
    measured = ServedModel((result.model / "model.tflite").read_bytes(), SETTINGS.preprocessing)
    answers = [run_image(model, image, 10_000) for image in files]
    assert np.array_equal(measured.answers(images), [answer.outputs["probabilities"].flat() for answer in answers])
