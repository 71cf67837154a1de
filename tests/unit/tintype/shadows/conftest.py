"""A service whose production has a shadow, the queue that its calls go to, and what works them off."""

from __future__ import annotations

import json
from itertools import count

import boto3
import pytest

from tests.models.published import DRAFTS, file, release, share
from tests.support.events import batch, call
from tintype.http import answer
from tintype.registry import publish
from tintype.shadows import Worker
from tintype.shadows import answer as work_off

_numbers = count(1)


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """A busy machine's queue may take its time."""
    monkeypatch.setattr("tintype.shadows.handing._TIMEOUT", 30.0)


@pytest.fixture
def results(make_bucket):
    """The result bucket."""
    return make_bucket()


@pytest.fixture
def sqs(aws):
    """boto3's client."""
    return boto3.client("sqs", endpoint_url=f"http://{aws}")


@pytest.fixture
def queue(sqs):
    """The URL of a queue for shadowed calls."""
    return sqs.create_queue(QueueName=f"shadows-{next(_numbers)}")["QueueUrl"]


@pytest.fixture
def bodies(sqs, queue):
    """Return a function that returns the bodies of the messages that were sent, and takes them away."""

    def receiving():
        found = []
        while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                found.append(message["Body"])
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return found

    return receiving


@pytest.fixture
def shadowing(bucket, make_service, results, queue):
    """Return a function that makes a service with a shadowed model; keywords are settings, or fields of its draft."""

    def make(name="quadrants", model=b"", draft=None, **settings):
        release(bucket, name)
        publish(bucket, DRAFTS[name]._replace(**(draft or {})), {"model": model or file(name)})
        share(bucket, name, shadows={"production": 2})
        return make_service(**{"result_bucket": results.name, "shadow_queue": queue, **settings})

    return make


@pytest.fixture
def post():
    """Return a function that posts to a service and returns status, headers and document."""

    def posting(service, path, body, **options):
        response = answer(call("POST", path, body, **options), service)
        return response["statusCode"], response["headers"], json.loads(response["body"])

    return posting


@pytest.fixture
def work(make_service, results):
    """Return a function that hands messages to the shadow function, and returns the documents that it wrote."""
    worker = Worker(make_service(), results)

    def working(*bodies):
        answered = work_off(batch(*bodies), worker)
        keys = [key for key in results.list("shadows/") if "/_inputs/" not in key]
        return answered["batchItemFailures"], [json.loads(results.get(key).body) for key in keys]

    return working
