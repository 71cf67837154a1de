"""The real sagemaker-training toolkit runs our job, as it does in SageMaker's own containers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tintype.manifest import Manifest
from training.hyperparameters import Hyperparameters
from training.local import MNIST, prepare

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
TRAIN = ROOT / ".tools" / "sagemaker" / "bin" / "train"
SOURCES = ("training", "layers/tintype/src/tintype")


@pytest.fixture(scope="module", autouse=True)
def toolkit() -> None:
    """Skip where the optional environment was not made; in CI it has to be there."""
    if TRAIN.exists() and TRAIN.with_name("python").exists():
        return
    why = "make .tools/sagemaker/.installed has not been run"
    if not any(shutil.which(compiler) for compiler in ("cc", "gcc", "clang")):
        why = "the toolkit is built from C sources and there is no C compiler"
    if os.environ.get("CI") == "true":
        pytest.fail(f"The SageMaker toolkit has to be tested in CI, but {why}.")
    pytest.skip(f"No SageMaker toolkit here: {why}.")


@pytest.fixture(scope="module")
def source_archive(tmp_path_factory) -> Path:
    """What SageMaker's Python SDK uploads: the source folder as sourcedir.tar.gz."""
    path = tmp_path_factory.mktemp("source") / "sourcedir.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for source in SOURCES:
            archive.add(ROOT / source, source, filter=_without_data)
    return path


def _without_data(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if Path(member.name).name in {"datasets", "__pycache__"} else member


def run_toolkit(base: Path, archive: Path, **hyperparameters: str | int) -> subprocess.CompletedProcess[str]:
    """Lay out /opt/ml as SageMaker does, with every value as JSON in a string, and run ``train``."""
    prepare(base, Hyperparameters(), MNIST)
    values = {
        "sagemaker_program": "training/entry.py",
        "sagemaker_submit_directory": str(archive),
        "sagemaker_region": "us-east-1",
        **hyperparameters,
    }
    path = base / "input" / "config" / "hyperparameters.json"
    path.write_text(json.dumps({name: json.dumps(value) for name, value in values.items()}))
    environ = {
        "PATH": f"{TRAIN.parent}:{os.environ['PATH']}",
        "HOME": str(base),
        "SAGEMAKER_BASE_DIR": str(base),
        "AWS_REGION": "us-east-1",
        "TRAINING_JOB_NAME": "digits-1",
    }
    return subprocess.run([str(TRAIN)], cwd=base, env=environ, capture_output=True, text=True, check=False, timeout=240)


def test_train(tmp_path, source_archive):
    """The toolkit's entry point runs our script to a model folder, with its hyperparameters and its channel."""
    done = run_toolkit(tmp_path, source_archive, epochs=1, train_images=2000, test_images=200, name="seen")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "output" / "success").exists()
    manifest = Manifest.from_json((tmp_path / "model" / "manifest.json").read_bytes())
    assert manifest.name == "seen"
    assert (manifest.metrics["train_images"], manifest.metrics["test_images"]) == (2000, 200)
    assert "epoch=1/1 train_loss=" in done.stdout
    assert (tmp_path / "code" / "training" / "entry.py").exists()


def test_failure(tmp_path, source_archive):
    """When our job fails, the toolkit ends with 1 and leaves our reason in the failure file."""
    done = run_toolkit(tmp_path, source_archive, epochs="many")
    assert done.returncode == 1
    failure = (tmp_path / "output" / "failure").read_text()
    assert failure.startswith("Expected a value of type int for epochs, received 'many'.")
