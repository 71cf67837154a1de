from __future__ import annotations

import json

import pytest
import requests

from tests.functions.conftest import EVENTS
from tests.support.events import batch, call, created
from tests.support.rights import rights
from tintype.errors import AccessDeniedError
from tintype.s3 import Bucket
from tintype.uploads.events import parse

IMAGE = (EVENTS / "images" / "seven.png").read_bytes()


@pytest.fixture
def granted(buckets, monkeypatch):
    """Return a function after which S3 refuses what a function's role does not allow, as AWS does."""
    places = {bucket.name: f"{role.capitalize()}Bucket" for role, bucket in buckets.items()}
    call_any = vars(Bucket)["_call"]

    def grant(role):
        allowed = rights(role)

        def refusing(bucket, method, key, query, headers, *rest, **more):
            place = places[bucket.name]
            if bucket not in buckets.values() and not allowed.allow(method, place, key, query, headers):
                raise AccessDeniedError(f"S3 answered 403 AccessDenied to {method} {place}/{key}.")
            return call_any(bucket, method, key, query, headers, *rest, **more)

        monkeypatch.setattr(Bucket, "_call", refusing)

    return grant


@pytest.fixture
def ask(granted, import_handler):
    """Return a function that calls the API's function, which has no more rights than its role."""
    granted("PredictHttpRole")
    handler = import_handler("predict_http")

    def asking(method, path, *body, **headers):
        given = handler(call(method, path, *body, headers=headers), None)
        return given["statusCode"], json.loads(given["body"])

    return asking


@pytest.mark.parametrize("name", ["upload_batch_of_two", "upload_superseded", "upload_notification_of_two"])
def test_uploads(granted, import_handler, event, buckets, name):
    """The upload function's role lets it answer what is uploaded."""
    news = event(name)
    for record in news["Records"]:
        for upload in parse(record["body"]):
            buckets["upload"].put(upload.key, IMAGE)
    granted("PredictUploadRole")
    assert import_handler("predict_upload")(news, None) == {"batchItemFailures": []}


def test_jobs_that_are_worked_on(granted, import_handler, buckets):
    """The upload function's role lets it mark a caller's job as running, and answer it."""
    key = f"callers/{'0' * 32}/digits/{'1' * 32}"
    buckets["upload"].put(key, IMAGE)
    granted("PredictUploadRole")
    news = batch(created(buckets["upload"].name, key, etag=buckets["upload"].head(key).etag.strip('"')))
    assert import_handler("predict_upload")(news, None) == {"batchItemFailures": []}
    assert len(list(buckets["result"].list("results/"))) == len(list(buckets["result"].list("running/"))) == 1


def test_jobs_that_are_asked_for(ask):
    """The API's role lets it offer a form, find a job that waits and one that is queued, use its image, and cancel."""
    offered = ask("POST", "/v1/uploads", {"model": "digits"})[1]
    path, form = offered["job"], offered["form"]
    assert ask("GET", path)[1]["status"] == "waiting"
    assert requests.post(form["url"], data=form["fields"], files={"file": IMAGE}, timeout=10).ok
    assert ask("GET", path)[1]["status"] == "queued"
    assert ask("POST", "/v1/models/digits:predict", {"upload": offered["upload"]})[1]["label"] == "7"
    assert ask("DELETE", path)[1]["status"] == "cancelled"
    assert ask("GET", path)[1]["status"] == "cancelled"


def test_answers_later(ask):
    """The API's role lets it keep an image that is to be answered later."""
    kept = {"prefer": "respond-async", "Content-Type": "image/png"}
    status, accepted = ask("POST", "/v1/models/digits:predict", IMAGE, **kept)
    assert (status, accepted["status"]) == (202, "queued")
    assert ask("GET", accepted["job"])[1]["status"] == "queued"


@pytest.mark.parametrize("name", ["batch_block", "batch_merge", "batch_operations_2_0"])
def test_batches(granted, import_handler, event, buckets, name):
    """The batch function's role lets it answer a block, sum up a run, and work for S3 Batch Operations."""
    text = json.dumps(event(name)).replace("tintype-results-123456789012-us-east-1", buckets["result"].name)
    for key in ("in/seven.png", "in/two.png", "digits/seven.png"):
        buckets["upload"].put(key, IMAGE)
    if name == "batch_merge":
        key = json.loads(text)["Merge"]["ResultWriterDetails"]["Key"]
        buckets["result"].put(key, json.dumps({"ResultFiles": {}}).encode())
    granted("PredictBatchRole")
    assert import_handler("predict_batch")(json.loads(text), None)


def test_shadows(granted, import_handler, event):
    """The shadow function's role lets it compare a call."""
    granted("PredictShadowRole")
    assert import_handler("predict_shadow")(event("shadow_call"), None) == {"batchItemFailures": []}
