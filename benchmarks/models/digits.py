"""The seed CNN, trained on MNIST by a short run of the training job."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.folders import WORK
from benchmarks.models.sample import Sample
from training.hyperparameters import Hyperparameters
from training.local import SHORT, run_training_job

if TYPE_CHECKING:
    from pathlib import Path


def make() -> Sample:
    """Return the job's model folder and its golden sample, which is a real test image; trained at the first call."""
    folder = WORK / "digits" / "model"
    if not (folder / "manifest.json").exists():
        _train(folder.parent)
    golden = json.loads((folder / "golden.json").read_bytes())
    return Sample("digits", folder, (folder / "golden.png").read_bytes(), "image/png", golden["label"])


def _train(folder: Path) -> None:
    run_training_job(Hyperparameters(**SHORT), folder=folder)


if __name__ == "__main__":
    make()
