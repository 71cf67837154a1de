"""Two hosts train one model: two processes that find each other as SageMaker's hosts do."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from training.artefacts import FILES, MANIFEST
from training.hyperparameters import Hyperparameters
from training.local import MNIST, prepare, run_training_job

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def start(base: Path, settings: Hyperparameters, hosts: list[str], current: str) -> subprocess.Popen[str]:
    prepare(base, settings, MNIST)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("SM_")}
    environ |= {"SAGEMAKER_BASE_DIR": str(base), "SM_HOSTS": json.dumps(hosts), "SM_CURRENT_HOST": current}
    return subprocess.Popen(
        [sys.executable, "-m", "training.job"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def train_on_two(folder: Path, settings: Hyperparameters) -> list[str]:
    """Run both hosts to their end and return what each has printed."""
    hosts = sorted(f"127.0.0.1:{port}" for port in free_ports(2))
    jobs = [start(folder / str(rank), settings, hosts, host) for rank, host in enumerate(hosts)]
    printed = [job.communicate(timeout=200)[0] for job in jobs]
    assert [job.returncode for job in jobs] == [0, 0], printed
    return printed


def test_as_one_host_learns(tmp_path):
    """Two hosts that each see half of every batch learn what one host learns, but for the last digits."""
    settings = Hyperparameters(epochs=2, batch_size=50, train_images=2000, test_images=200)
    printed = train_on_two(tmp_path, settings)
    figures = [re.findall(r"train_\w+=(\S+)", text) for text in printed]
    assert figures[0] == figures[1]
    assert len(figures[0]) == 4
    alone = run_training_job(settings, MNIST, tmp_path / "alone")
    expected = [epoch[name] for epoch in alone.metrics["epochs"] for name in ("loss", "accuracy")]
    assert [float(figure) for figure in figures[0]] == pytest.approx(expected, rel=1e-2)


def test_only_the_chief_writes(tmp_path, bucket, s3_client):
    """The chief alone writes checkpoints and a model, and publishes it, once."""
    settings = Hyperparameters(
        name="together",
        network="residual",
        epochs=2,
        batch_size=32,
        train_images=4000,
        test_images=200,
        averaging=0.9,
        shift=0.05,
        registry=bucket.name,
    )
    train_on_two(tmp_path, settings)
    manifest = json.loads((tmp_path / "0" / "model" / MANIFEST).read_bytes())
    assert manifest["lineage"]["hosts"] == 2
    figures = json.loads((tmp_path / "0" / "model" / FILES["metrics"]).read_bytes())
    assert figures["epochs"][-1]["accuracy"] > 0.8  # for other images the averages of batch normalisation lag behind
    assert list((tmp_path / "0" / "checkpoints").iterdir())
    assert not list((tmp_path / "1" / "checkpoints").iterdir())
    assert not list((tmp_path / "1" / "model").iterdir())
    versions = s3_client.list_objects_v2(Bucket=bucket.name, Prefix="models/together/versions/")["Contents"]
    assert [item["Key"] for item in versions] == ["models/together/versions/1/manifest.json"]
