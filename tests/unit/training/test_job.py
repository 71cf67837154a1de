from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from training import job as module
from training.errors import HyperparameterError
from training.hyperparameters import Hyperparameters
from training.local import prepare

ROOT = Path(__file__).parents[3]


@pytest.fixture
def base(tmp_path, idx_folder):
    """What SageMaker mounts at /opt/ml, for a job of seconds."""
    prepare(tmp_path, Hyperparameters(epochs=1, batch_size=32), idx_folder)
    return tmp_path


def environ(base, **more) -> dict[str, str]:
    return {"SAGEMAKER_BASE_DIR": str(base), "PATH": os.environ["PATH"], **more}


@pytest.mark.parametrize("text", [["--batch-size", "64"], ["--batch_size=64"]])
def test_dashes_and_underscores(text):
    """Options are taken with dashes, underscores, and an equals sign."""
    assert module.parse(text) == {"batch_size": "64"}


@pytest.mark.parametrize("text", [["--epoch", "1"], ["--epochs"], ["stray"]])
def test_wrong_options(text):
    """An unknown option, one without a value and a stray word are mistakes, not an exit."""
    with pytest.raises(HyperparameterError, match="options of the form --epochs 3"):
        module.parse(text)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--epochs", "many"], "Expected a value of type int for epochs, received 'many'."),
        (["--epoch", "3"], "Expected options of the form --epochs 3, received unrecognized arguments"),
        (["--patience", "2"], "Expected validation images for patience, received neither"),
        (["--training", "/nowhere"], "Expected a folder of idx files, TFRecords or labelled images, received /nowhere"),
    ],
)
def test_failure(base, capfd, arguments, reason):
    """A job that fails ends with 1, and the failure file begins with the reason."""
    assert module.main(arguments, environ(base)) == 1
    assert (base / "output" / "failure").read_text().startswith(reason)
    assert reason in capfd.readouterr().err


def test_unexpected_failure(base, monkeypatch, capfd):
    """A failure that nobody foresaw is in the failure file too, with its traceback."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(module, "run", broken)
    assert module.main([], environ(base)) == 1
    first, *rest = (base / "output" / "failure").read_text().splitlines()
    assert first == "ZeroDivisionError: division by zero"
    assert "in broken" in "\n".join(rest)
    assert "division by zero" in capfd.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("command", [["-m", "training.job"], [str(ROOT / "training" / "entry.py")]])
def test_as_a_process(base, command):
    """As a module and as a script, the job reads string hyperparameters and says nothing on standard error."""
    cwd = ROOT if command[0] == "-m" else base
    done = subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environ(base), capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "epoch=1/1" in done.stdout
    lineage = json.loads((base / "model" / "manifest.json").read_bytes())["lineage"]
    assert lineage["hyperparameters"]["batch_size"] == 32
    assert not (base / "output" / "failure").exists()
