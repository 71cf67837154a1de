"""A queue with the template's redrive policy, its messages given to the handler as Lambda gives them."""

from __future__ import annotations

import json
from typing import NamedTuple

import boto3
import pytest

from tests.support.events import created
from workbench.local.poller import sqs_event

_ALL = {"MessageSystemAttributeNames": ["All"], "MessageAttributeNames": ["All"], "MaxNumberOfMessages": 10}
_ARN = "arn:aws:sqs:us-east-1:123456789012:{}"


class Queues(NamedTuple):
    """The queue of uploads and its dead letters, as boto3 sees them."""

    sqs: object
    uploads: str
    dead: str

    def deliver(self, handler):
        """Give the visible messages to the handler, delete what it acknowledges; return how often each was received."""
        messages = self.sqs.receive_message(QueueUrl=self.uploads, **_ALL).get("Messages", [])
        if not messages:
            return []
        event = json.loads(sqs_event(messages, _ARN.format("test-uploads"), "us-east-1"))
        failed = {item["itemIdentifier"] for item in handler(event, None)["batchItemFailures"]}
        for message in messages:
            if message["MessageId"] not in failed:
                self.sqs.delete_message(QueueUrl=self.uploads, ReceiptHandle=message["ReceiptHandle"])
        return [int(message["Attributes"]["ApproximateReceiveCount"]) for message in messages]

    def dead_letters(self):
        """Return what lies among the dead letters."""
        return self.sqs.receive_message(QueueUrl=self.dead, VisibilityTimeout=0, **_ALL).get("Messages", [])


@pytest.fixture
def queues(aws, monkeypatch):
    """Both queues; the function's variables name the second."""
    sqs = boto3.client("sqs", endpoint_url=f"http://{aws}")
    dead = sqs.create_queue(QueueName="test-dead")["QueueUrl"]
    policy = json.dumps({"deadLetterTargetArn": _ARN.format("test-dead"), "maxReceiveCount": 5})
    uploads = sqs.create_queue(QueueName="test-uploads", Attributes={"RedrivePolicy": policy})["QueueUrl"]
    monkeypatch.setenv("TINTYPE_DEAD_LETTER_QUEUE", dead)
    yield Queues(sqs, uploads, dead)
    for url in (uploads, dead):
        sqs.delete_queue(QueueUrl=url)
    sqs.close()


@pytest.fixture
def broken(buckets, queues):
    """An upload that cannot be answered while the routing document is broken."""
    buckets["model"].put("routes.json", b"no JSON")
    etag = buckets["upload"].put("digits/seven.png", b"no image").strip('"')
    body = created(buckets["upload"].name, "digits/seven.png", etag=etag)
    queues.sqs.send_message(QueueUrl=queues.uploads, MessageBody=body)
    return body


def test_hidden(queues, broken, import_handler):  # noqa: ARG001 -- it is in the queue
    """After a try in vain the message stays in the queue, and does not come again at once."""
    handler = import_handler("predict_upload")
    assert queues.deliver(handler) == [1]
    assert queues.deliver(handler) == []
    assert queues.dead_letters() == []


def test_buried(queues, broken, import_handler, monkeypatch):
    """After five tries in vain the message lies among the dead letters as it came, with the reason beside it."""
    monkeypatch.setattr("tintype.uploads.failures.pause", lambda _: 0)
    handler = import_handler("predict_upload")
    assert [queues.deliver(handler) for _ in range(6)] == [[1], [2], [3], [4], [5], []]
    (letter,) = queues.dead_letters()
    assert letter["Body"] == broken
    reason = {name: value["StringValue"] for name, value in letter["MessageAttributes"].items()}
    assert reason.keys() == {"error", "message", "upload"}
    assert reason["error"] == "RoutesError"
    assert "routes.json cannot be followed" in reason["message"]


def test_mended_in_time(queues, broken, buckets, import_handler, monkeypatch):  # noqa: ARG001 -- it is in the queue
    """Once the cause is mended, the next try answers, and no dead letter is left."""
    monkeypatch.setattr("tintype.uploads.failures.pause", lambda _: 0)
    handler = import_handler("predict_upload")
    assert [queues.deliver(handler) for _ in range(2)] == [[1], [2]]
    buckets["model"].delete("routes.json")
    assert [queues.deliver(handler) for _ in range(2)] == [[3], []]
    assert queues.dead_letters() == []
    assert len(list(buckets["result"].list("results/"))) == 1


def test_net(queues, broken, import_handler, monkeypatch):
    """Where the function cannot bury the message, the queue's own policy does."""
    monkeypatch.setattr("tintype.uploads.failures.pause", lambda _: 0)
    monkeypatch.setenv("TINTYPE_DEAD_LETTER_QUEUE", queues.dead + "-gone")
    handler = import_handler("predict_upload")
    queues.sqs.set_queue_attributes(QueueUrl=queues.uploads, Attributes={"VisibilityTimeout": "0"})
    assert [queues.deliver(handler) for _ in range(6)] == [[1], [2], [3], [4], [5], []]
    (letter,) = queues.dead_letters()
    assert (letter["Body"], letter.get("MessageAttributes", {})) == (broken, {})
