"""The real sagemaker-training toolkit runs our job, as it does in SageMaker's own containers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import boto3
import pytest

from tintype.manifest import Manifest
from training.hyperparameters import Hyperparameters
from training.local import MNIST, prepare
from training.metrics import DEFINITIONS
from workbench.sagemaker.options import Options
from workbench.sagemaker.submitting import submit

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
TRAIN = ROOT / ".tools" / "sagemaker" / "bin" / "train"


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


@pytest.fixture
def submitted(bucket):
    """Return a function that submits a job as `tintype train --on sagemaker` does, and returns what SageMaker knows."""

    def submit_job(**hyperparameters: Any) -> dict[str, Any]:
        options = Options(role="trainer", bucket=bucket.name, job_name="digits-1")
        session = boto3.Session(region_name="us-east-1")
        name = submit(session, Hyperparameters(**hyperparameters), options, {"training": str(MNIST)}, print)
        document: dict[str, Any] = session.client("sagemaker").describe_training_job(TrainingJobName=name)
        return document

    return submit_job


def run_as_sagemaker(
    base: Path, job: dict[str, Any], endpoint: str, **changed: str
) -> subprocess.CompletedProcess[str]:
    """Lay out /opt/ml as SageMaker does for the job, its channels downloaded from S3, and run ``train``."""
    channels = {one["ChannelName"]: one["DataSource"]["S3DataSource"]["S3Uri"] for one in job["InputDataConfig"]}
    prepare(base, Hyperparameters(), channels["training"])
    values = {**job["HyperParameters"], "model_dir": json.dumps(str(base / "model")), **changed}
    (base / "input" / "config" / "hyperparameters.json").write_text(json.dumps(values))
    environ = {
        "PATH": f"{TRAIN.parent}:{os.environ['PATH']}",
        "HOME": str(base),
        "SAGEMAKER_BASE_DIR": str(base),
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{endpoint}",
        "AWS_ACCESS_KEY_ID": os.environ["AWS_ACCESS_KEY_ID"],
        "AWS_SECRET_ACCESS_KEY": os.environ["AWS_SECRET_ACCESS_KEY"],
        "TRAINING_JOB_NAME": job["TrainingJobName"],
    }
    return subprocess.run([str(TRAIN)], cwd=base, env=environ, capture_output=True, text=True, check=False, timeout=240)


def test_train(tmp_path, submitted, aws):
    """What is submitted is what the toolkit runs: our code from S3, its hyperparameters and its channel."""
    job = submitted(epochs=1, train_images=2000, test_images=200, name="seen")
    done = run_as_sagemaker(tmp_path, job, aws)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "output" / "success").exists()
    manifest = Manifest.from_json((tmp_path / "model" / "manifest.json").read_bytes())
    assert manifest.name == "seen"
    assert (manifest.metrics["train_images"], manifest.metrics["test_images"]) == (2000, 200)
    assert (tmp_path / "model" / "report.html").exists()
    assert (tmp_path / "checkpoints" / "step-000000016.npz").exists()
    assert re.findall(DEFINITIONS["test:accuracy"], done.stdout) == [f"{manifest.metrics['accuracy']:.6g}"]
    assert (tmp_path / "code" / "training" / "entry.py").exists()


def test_failure(tmp_path, submitted, aws):
    """When our job fails, the toolkit ends with 1 and leaves our reason in the failure file."""
    done = run_as_sagemaker(tmp_path, submitted(), aws, epochs='"many"')
    assert done.returncode == 1
    failure = (tmp_path / "output" / "failure").read_text()
    assert failure.startswith("Expected a value of type int for epochs, received 'many'.")
