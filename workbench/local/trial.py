"""Ask a running stack about an image, over HTTP and by an upload, as its callers do."""

import http.client
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from tintype.errors import TintypeError
from tintype.uploads.naming import result_key
from workbench.local.aws.client import client
from workbench.local.ready import Ready
from workbench.local.samples import Sample

_OK = 200
_RESULT_SECONDS = 60.0
_POLL_SECONDS = 0.01


class TrialError(TintypeError):
    """The stack gave no answer, or an error."""


@dataclass(frozen=True)
class Answer:
    """What the model said, which way it was asked, and how long that took (milliseconds)."""

    sample: Sample
    label: str
    score: float
    way: str
    milliseconds: float


def ask_over_http(stack: Ready, sample: Sample, model: str) -> Answer:
    """Send the image's bytes to `POST /v1/models/MODEL:predict`.

    Raises:
        TrialError: the status is not 200.
    """
    address = urlsplit(stack.api)
    connection = http.client.HTTPConnection(address.netloc, timeout=60)
    headers = {"x-api-key": stack.api_key, "Content-Type": "image/png"}
    started = time.perf_counter()
    connection.request("POST", f"{address.path}/v1/models/{model}:predict", sample.path.read_bytes(), headers)
    response = connection.getresponse()
    body = response.read()
    milliseconds = (time.perf_counter() - started) * 1000
    connection.close()
    if response.status != _OK:
        message = f"{sample.path.name} over HTTP: expected status 200, received {response.status}: {body.decode()}"
        raise TrialError(message)
    return _answer(sample, json.loads(body), "HTTP", milliseconds)


def ask_by_upload(stack: Ready, sample: Sample, model: str) -> Answer:
    """Put the image into the upload bucket, and wait for the result's document.

    Raises:
        TrialError: no document in a minute, or one that says the upload failed.
    """
    bucket, key = stack.buckets["UploadBucket"], f"{model}/{sample.path.name}"
    started = time.perf_counter()
    put = client("s3", stack.aws).put_object(
        Bucket=bucket, Key=key, Body=sample.path.read_bytes(), ContentType="image/png"
    )
    document = _wait_for(stack, result_key(bucket, key, put.get("VersionId", ""), put["ETag"]))
    milliseconds = (time.perf_counter() - started) * 1000
    if document.get("status") != "done":
        message = f"{sample.path.name} by upload: expected a result, received {document}"
        raise TrialError(message)
    return _answer(sample, document["result"], "upload", milliseconds)


def _wait_for(stack: Ready, key: str) -> dict[str, Any]:
    s3 = client("s3", stack.aws)
    deadline = time.monotonic() + _RESULT_SECONDS
    while time.monotonic() < deadline:
        try:
            found = s3.get_object(Bucket=stack.buckets["ResultBucket"], Key=key)
        except ClientError:
            time.sleep(_POLL_SECONDS)
        else:
            document: dict[str, Any] = json.loads(found["Body"].read())
            return document
    message = f"expected a result at {key} within {_RESULT_SECONDS:.0f} s, received none: see .tintype/logs"
    raise TrialError(message)


def _answer(sample: Sample, document: dict[str, Any], way: str, milliseconds: float) -> Answer:
    return Answer(sample, document["label"], document["score"], way, milliseconds)
