from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tintype.registry import read_release
from training import known
from training.loaders import idx
from training.local import MNIST, JobResult
from training.served import png
from workbench.cli import main
from workbench.commands.train import summary
from workbench.errors import NOWHERE


@pytest.fixture
def image_folder(tmp_path):
    """Ten real images each of the digits 3 and 7, as <folder>/<label>/<n>.png."""
    images, labels = (idx.read(MNIST / f"t10k-{kind}.gz", n) for kind, n in ((idx.IMAGES, 3), (idx.LABELS, 1)))
    for label in (3, 7):
        folder = tmp_path / "images" / str(label)
        folder.mkdir(parents=True)
        for number, image in enumerate(images[labels == label][:10]):
            (folder / f"{number}.png").write_bytes(png(image[..., None]))
    return tmp_path / "images"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run `tintype train` with arguments in an empty working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TINTYPE_MODEL_BUCKET", raising=False)
    return lambda *arguments: CliRunner().invoke(main, ["train", *arguments])


def test_wrong_hyperparameter(run):
    """A value out of range ends with 1 and the reason, and nothing is trained."""
    done = run("--epochs", "0")
    assert done.exit_code == 1
    assert "Expected a number above 0 for epochs, received 0" in done.output


def test_no_data(run):
    """A folder that does not exist ends with 1 and its name."""
    done = run("--data", "nowhere")
    assert done.exit_code == 1
    assert "nowhere, which is none" in done.output


def test_no_local_stack(run, tmp_path, monkeypatch):
    """`--local` without a running stack names the command that starts one, and has the exit code of that."""
    monkeypatch.setenv("TINTYPE_HOME", str(tmp_path))
    done = run("--local")
    assert (done.exit_code, "`tintype up`" in done.output) == (NOWHERE, True)


def test_no_credentials(run, tmp_path, monkeypatch):
    """A job for SageMaker without credentials has nothing to work with."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    done = run("--on", "sagemaker", "--role", "trainer", "--region", "eu-central-1")
    assert (done.exit_code, "credentials" in done.output) == (NOWHERE, True)


def test_a_profile(run, monkeypatch):
    """A profile and a region count for the registry of a job on this machine, and more than the environment's keys."""
    monkeypatch.setattr(os, "environ", {"AWS_ACCESS_KEY_ID": "somebody", **os.environ})
    seen = {}

    def job(*_):
        seen.update(os.environ)
        return JobResult(Path("job"), Path("job/model"), {"accuracy": 0.5, "test_images": 2}, 3, 1.0)

    monkeypatch.setattr("workbench.commands.train.run_training_job", job)
    done = run("--profile", "owner", "--region", "eu-central-1", "--json")
    assert (seen["AWS_PROFILE"], seen["AWS_REGION"], "AWS_ACCESS_KEY_ID" in seen) == ("owner", "eu-central-1", False)
    assert json.loads(done.stdout)["version"] == 3
    assert "50.00% of 2" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "names", "shape"),
    [
        (["--data", "fashion"], 10, (1, 28, 28, 1)),
        (["--data", "fashion", "--class-names", "a,b", "--width", "14"], 2, (1, 28, 14, 1)),
        (["--data", "cifar10"], 1, (1, 32, 32, 3)),
        (["--data", "cifar10", "--network", "efficientnet-lite0"], 1, (1, 32, 32, 3)),
        (["--data", "photos", "--network", "efficientnet-lite0"], 1, (1, 224, 224, 3)),
    ],
)
def test_what_goes_with_the_data(run, monkeypatch, tmp_path, arguments, names, shape):
    """A data set that is known by its name brings its labels' names and its size; what is said otherwise counts."""
    for name, entry in known.KNOWN.items():
        monkeypatch.setitem(known.KNOWN, name, entry._replace(folder=tmp_path))
    seen = []

    def job(settings, *_):
        seen.append(settings)
        return JobResult(Path("job"), Path("job/model"), {"accuracy": 0.5, "test_images": 2}, 3, 1.0)

    monkeypatch.setattr("workbench.commands.train.run_training_job", job)
    assert run(*arguments).exit_code == 0
    assert (len(seen[0].class_names.split(",")), seen[0].preprocessing.shape) == (names, shape)


@pytest.mark.parametrize(("version", "said"), [(3, "version 3"), (None, "not published")])
def test_summary(version, said):
    """The last lines say how good the model is, where it is, and which version it became."""
    text = summary(
        JobResult(Path("job"), Path("job/model"), {"accuracy": 0.9907, "test_images": 10_000}, version, 99.6)
    )
    assert "99.07% of 10,000" in text
    assert said in text
    assert text.endswith("job/model")


@pytest.mark.slow
def test_train_and_publish(run, image_folder, bucket, tmp_path):
    """A folder of labelled images becomes a released version, and the job's folder stays to be looked at."""
    done = run("--data", str(image_folder), "--name", "threes", "--epochs", "1", "--registry", f"s3://{bucket.name}")
    assert done.exit_code == 0, done.output
    assert "version 1" in done.output
    assert read_release(bucket, "threes")[0].aliases == {"production": {1: 1.0}}
    [config] = (tmp_path / ".tintype" / "training").glob("threes-*/input/config/hyperparameters.json")
    assert json.loads(config.read_text())["epochs"] == "1"
