from __future__ import annotations

import boto3
import pytest
from typer.testing import CliRunner

from training.hyperparameters import Hyperparameters
from workbench.cli import main
from workbench.sagemaker import following


@pytest.fixture
def run(monkeypatch, tmp_path, bucket):
    """Run `tintype train --on sagemaker` against moto with a role, a bucket and two files of data."""
    monkeypatch.setattr(following.time, "sleep", lambda _: None)
    monkeypatch.delenv("TINTYPE_SAGEMAKER_ROLE", raising=False)
    (tmp_path / "data").mkdir()
    for name in ("train-00000-of-00001", "labels.txt"):
        (tmp_path / "data" / name).write_text(name)
    command = ["train", "--on", "sagemaker", "--data", str(tmp_path / "data"), "--bucket", bucket.name]
    return lambda *arguments, **environ: CliRunner().invoke(main, [*command, *arguments], env=environ)


def test_submitted_and_followed(run):
    """The job has the options' hyperparameters and tags, is followed to its end, and its model's place is said."""
    done = run("--role", "trainer", "--job-name", "shoes-1", "--epochs", "3", "--flip", "both", "--tag", "team=a")
    assert done.exit_code == 0, done.output
    assert "Job shoes-1 on 1 x ml.c5.2xlarge, spot" in done.output
    assert "shoes-1 is done" in done.output
    assert "model.tar.gz" in done.output
    job = boto3.client("sagemaker").describe_training_job(TrainingJobName="shoes-1")
    assert Hyperparameters.from_strings(job["HyperParameters"]) == Hyperparameters(epochs=3, flip="both")


def test_not_followed(run):
    """With --no-follow the command ends as soon as the job is made; the role may be a variable."""
    done = run("--job-name", "shoes-2", "--no-follow", TINTYPE_SAGEMAKER_ROLE="trainer")
    assert done.exit_code == 0, done.output
    assert "is done" not in done.output
    job = boto3.client("sagemaker").describe_training_job(TrainingJobName="shoes-2")
    assert job["RoleArn"] == "arn:aws:iam::123456789012:role/trainer"


def test_without_a_role(run):
    """Without a role the command says which option and which variable name one."""
    done = run()
    assert done.exit_code == 1
    assert "--role NAME or ARN, or set TINTYPE_SAGEMAKER_ROLE" in done.output
