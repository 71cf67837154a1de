from __future__ import annotations

import boto3
import numpy as np
import pytest
from moto.server import ThreadedMotoServer
from PIL import Image

from training.hyperparameters import Hyperparameters
from training.loaders import idx, load
from training.local import MNIST
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training.dataset import Split

REGION = "us-east-1"


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


@pytest.fixture
def image_folder(mnist, tmp_path):
    """Ten real images each of the digits 3 and 7, as <folder>/<label>/<n>.png."""
    for label in (3, 7):
        folder = tmp_path / "images" / f"digit-{label}"
        folder.mkdir(parents=True)
        for number, index in enumerate(np.flatnonzero(mnist.train.labels == label)[:10]):
            Image.fromarray(mnist.train.images[index, ..., 0]).save(folder / f"{number}.png")
    return tmp_path / "images"


@pytest.fixture(scope="session")
def s3_server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_client(s3_server, monkeypatch):
    """An S3 client of an empty moto server that every other client of the test finds by itself too."""
    for name, value in {
        "AWS_ENDPOINT_URL": s3_server,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    client = boto3.client("s3")
    yield client
    for bucket in client.list_buckets()["Buckets"]:
        for item in client.list_objects_v2(Bucket=bucket["Name"]).get("Contents", []):
            client.delete_object(Bucket=bucket["Name"], Key=item["Key"])
        client.delete_bucket(Bucket=bucket["Name"])
    client.close()
