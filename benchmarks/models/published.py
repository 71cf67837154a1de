"""A sample in the registry, and the event that asks about its image."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, NamedTuple

import boto3

from tintype.registry import keys
from tintype.s3 import Bucket, Credentials
from training.publishing import publish_folder

if TYPE_CHECKING:
    from benchmarks.models.sample import Sample

BUCKET = "models"


class Published(NamedTuple):
    """What a handler needs to find a model, and what to ask it.

    Attributes:
        name: the model's.
        bucket: the registry's.
        keys: where each role's file lies, such as ``"model"`` and ``"keras"``.
        event: API Gateway's, as JSON.
        label: the right answer.
        megabytes: of the model file.
    """

    name: str
    bucket: str
    keys: dict[str, str]
    event: bytes
    label: str
    megabytes: float


def publish(sample: Sample, endpoint: str) -> Published:
    """Publish and release a sample at the S3 of ``endpoint``."""
    session = boto3.Session("testing", "testing", region_name="us-east-1")
    session.client("s3", endpoint_url=endpoint).create_bucket(Bucket=BUCKET)
    address = endpoint.partition("://")[2]
    bucket = Bucket(BUCKET, address=address, tls=False, credentials=lambda: Credentials("testing", "testing"))
    manifest = publish_folder(bucket, sample.folder, release=True)
    blobs = {role: keys.blob(sample.name, entry.sha256) for role, entry in manifest.files.items()}
    return Published(sample.name, BUCKET, blobs, _event(sample), sample.label, manifest.files["model"].size / 1e6)


def _event(sample: Sample) -> bytes:
    event = {
        "resource": "/v1/{proxy+}",
        "path": f"/v1/models/{sample.name}:predict",
        "httpMethod": "POST",
        "headers": {"Content-Type": sample.kind},
        "queryStringParameters": None,
        "requestContext": {"requestId": "bench", "resourcePath": "/v1/{proxy+}", "stage": "v"},
        "body": base64.b64encode(sample.image).decode(),
        "isBase64Encoded": True,
    }
    return json.dumps(event).encode()
