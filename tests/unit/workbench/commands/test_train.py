from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tintype.registry import read_release
from training.loaders import idx
from training.local import MNIST, JobResult
from training.served import png
from workbench.commands.train import summary, train


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
    app = typer.Typer()
    app.command()(train)
    return lambda *arguments: CliRunner().invoke(app, arguments)


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
    """`--local` without a running stack names the command that starts one."""
    monkeypatch.setenv("TINTYPE_HOME", str(tmp_path))
    assert "`tintype up`" in str(run("--local").exception)


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
