from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from training.hyperparameters import Hyperparameters
from training.loaders import idx, load
from training.local import MNIST, SHORT, run_training_job

if TYPE_CHECKING:
    from training.dataset import Split


@pytest.fixture(scope="session")
def mnist() -> Split:
    return load(MNIST, Hyperparameters().preprocessing)


@pytest.fixture(scope="session")
def idx_folder(mnist, tmp_path_factory):
    """The first 512 training and 128 test images of MNIST, as gzipped idx files."""
    folder = tmp_path_factory.mktemp("idx")
    for part, data, count in ((idx.TRAIN, mnist.train, 512), (idx.TEST, mnist.test, 128)):
        idx.write(folder / f"{part}-{idx.IMAGES}.gz", data.images[:count, ..., 0])
        idx.write(folder / f"{part}-{idx.LABELS}.gz", data.labels[:count].astype(np.uint8))
    return folder


@pytest.fixture(scope="session")
def job(tmp_path_factory):
    """A short run on the whole of MNIST, through the job's contract."""
    return run_training_job(Hyperparameters(**SHORT), MNIST, tmp_path_factory.mktemp("job"))


@pytest.fixture
def image_folder(mnist, tmp_path):
    """Ten real images each of the digits 3 and 7, as <folder>/<label>/<n>.png."""
    for label in (3, 7):
        folder = tmp_path / "images" / f"digit-{label}"
        folder.mkdir(parents=True)
        for number, index in enumerate(np.flatnonzero(mnist.train.labels == label)[:10]):
            Image.fromarray(mnist.train.images[index, ..., 0]).save(folder / f"{number}.png")
    return tmp_path / "images"
