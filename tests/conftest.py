"""What tests of every kind may use: an S3 that answers here, credentials for it, and a small valid model version."""

import base64
import itertools
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import hypothesis
import pytest
from PIL import Image

from tintype.images import Preprocessing
from tintype.manifest import Golden
from tintype.registry import ManifestDraft
from tintype.s3 import Bucket
from tintype.tensor import TensorSpec

_numbers = itertools.count(1)

hypothesis.settings.register_profile("tintype", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("tintype")


@pytest.fixture(scope="session")
def aws_server() -> Iterator[str]:
    """``host:port`` of a moto server that lives as long as the test run."""
    from tests.support.aws import serve_aws  # noqa: PLC0415 -- moto takes a second to import

    with serve_aws() as address:
        yield address


@pytest.fixture
def aws(aws_server, monkeypatch) -> str:
    """Point the environment at the moto server; ``host:port``."""
    for name in ("AWS_PROFILE", "AWS_CA_BUNDLE", "AWS_SESSION_TOKEN", "AWS_CONTAINER_CREDENTIALS_FULL_URI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{aws_server}")
    return aws_server


@pytest.fixture(scope="session")
def s3_client(aws_server) -> Any:
    """boto3's client for the moto server: the other view of what our own client does."""
    import boto3  # noqa: PLC0415 -- takes half a second to import

    return boto3.client(
        "s3",
        endpoint_url=f"http://{aws_server}",
        region_name="us-east-1",
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",  # noqa: S106 -- from AWS's documentation
    )


@pytest.fixture
def make_bucket(aws, s3_client) -> Iterator[Callable[[], Bucket]]:
    """Return a function that makes an empty bucket, with the environment pointed at it."""
    made: list[Bucket] = []

    def make() -> Bucket:
        name = f"test-{next(_numbers)}"
        s3_client.create_bucket(Bucket=name)
        made.append(Bucket(name, address=aws, tls=False))
        return made[-1]

    yield make
    for bucket in made:
        bucket.close()


@pytest.fixture
def bucket(make_bucket) -> Bucket:
    """An empty bucket of this test alone."""
    return make_bucket()


@pytest.fixture(scope="session")
def make_draft() -> Callable[..., ManifestDraft]:
    """Return a function that makes a small valid draft of a classifier; keywords change its fields."""
    file = BytesIO()
    Image.new("L", (2, 2), 128).save(file, "PNG")
    draft = ManifestDraft(
        name="digits",
        task="classification",
        runtime="litert",
        inputs=(TensorSpec("image", "float32", (-1, 2, 2, 1)),),
        outputs=(TensorSpec("probabilities", "float32", (-1, 3)),),
        preprocessing=Preprocessing(width=2, height=2, mode="L", scale=(1 / 255,), offset=(0.0,)),
        labels=("zero", "one", "two"),
        golden=Golden(base64.b64encode(file.getvalue()).decode(), {"probabilities": [0.5, 0.25, 0.25]}, 1e-5),
        metrics={"accuracy": 0.99},
        lineage={"data": {"digest": "0" * 64}, "commit": "0" * 40},
    )
    return draft._replace
