"""S3, and the definition of the deploy."""

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[5]


@pytest.fixture
def definition() -> str:
    """The state machine of the deploy."""
    return (PROJECT / "batches.asl.json").read_text()


@pytest.fixture
def fill(s3_client):
    """Return a function that puts objects into a bucket."""

    def filling(bucket, **objects):
        for key, body in objects.items():
            s3_client.put_object(Bucket=bucket.name, Key=key, Body=body)

    return filling
