"""A training job whose machine is taken away goes on, on another one, from its checkpoints."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from training.artefacts import FILES, MANIFEST
from training.hyperparameters import Hyperparameters
from training.local import MNIST, prepare

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SETTINGS = Hyperparameters(
    epochs=3, batch_size=32, train_images=5000, test_images=500, schedule="cosine", shift=0.05, averaging=0.99
)


def start(base: Path) -> subprocess.Popen[str]:
    prepare(base, SETTINGS, MNIST)
    environ = {**os.environ, "SAGEMAKER_BASE_DIR": str(base)}
    for name in [name for name in environ if name.startswith("SM_")] + ["TINTYPE_MODEL_BUCKET"]:
        environ.pop(name, None)
    command = [sys.executable, "-m", "training.job"]
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)


def finish(base: Path) -> str:
    job = start(base)
    printed, _ = job.communicate(timeout=200)
    assert job.returncode == 0, printed
    return printed


def outcome(base: Path) -> tuple[str, dict, list]:
    manifest = json.loads((base / "model" / MANIFEST).read_bytes())
    epochs = json.loads((base / "model" / FILES["metrics"]).read_bytes())["epochs"]
    return manifest["lineage"]["weights"], manifest["metrics"], epochs


def test_killed_in_the_middle_of_an_epoch(tmp_path):
    """A job killed within an epoch, and started anew elsewhere, ends with the weights and figures of one let alone."""
    whole, killed, elsewhere = tmp_path / "whole", tmp_path / "killed", tmp_path / "elsewhere"
    finish(whole)
    job = start(killed)
    assert job.stdout is not None
    for line in job.stdout:
        if line.startswith("epoch=1/"):
            break
    time.sleep(0.3)  # into the second epoch
    job.kill()
    rest, _ = job.communicate()
    assert "epoch=2/" not in rest
    assert not (killed / "model" / MANIFEST).exists()
    shutil.copytree(killed / "checkpoints", elsewhere / "checkpoints")  # as S3 brings them to the next machine
    printed = finish(elsewhere)
    assert "Going on from a checkpoint after 157 steps" in printed
    assert "epoch=1/" not in printed
    assert outcome(elsewhere) == outcome(whole)
