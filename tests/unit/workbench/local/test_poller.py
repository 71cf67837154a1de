"""Lambda's event source mapping."""

import json

import pytest

from workbench.local.outcome import Failure, Outcome
from workbench.local.poller import failed_ids, sqs_event
from workbench.local.template.description import EventSourceMapping

PARTIAL = EventSourceMapping("F", "queue", 10, partial_failures=True, maximum_concurrency=None)
WHOLE = EventSourceMapping("F", "queue", 10, partial_failures=False, maximum_concurrency=None)


def items(*ids):
    return json.dumps({"batchItemFailures": [{"itemIdentifier": item} for item in ids]}).encode()


@pytest.mark.parametrize(
    ("payload", "failed"),
    [
        (items(), set()),
        (items("b"), {"b"}),
        (items("stranger"), {"a", "b"}),
        (b"null", set()),
        (b"{}", set()),
        (b'{"batchItemFailures": null}', set()),
        (b'{"batchItemFailures": [{"wrong": 1}]}', {"a", "b"}),
        (b'"text"', {"a", "b"}),
        (b"no json", {"a", "b"}),
    ],
)
def test_partial_failures(payload, failed):
    """The messages that the function names stay; all stay when it names one that it was not given."""
    assert failed_ids(Outcome(payload), ["a", "b"], PARTIAL) == failed


@pytest.mark.parametrize("mapping", [PARTIAL, WHOLE])
def test_function_failure(mapping):
    """All messages stay when the function itself fails."""
    assert failed_ids(Outcome(b"{}", Failure.TIMEOUT), ["a", "b"], mapping) == {"a", "b"}


def test_without_partial_failures():
    """A mapping that does not report batch item failures does not look at the answer."""
    assert failed_ids(Outcome(items("a")), ["a", "b"], WHOLE) == set()


def test_event():
    """The event has SQS's shape, attributes and message attributes included."""
    message = {
        "MessageId": "1",
        "ReceiptHandle": "r",
        "Body": "{}",
        "MD5OfBody": "m",
        "Attributes": {"ApproximateReceiveCount": "1"},
        "MessageAttributes": {"kind": {"StringValue": "x", "DataType": "String"}},
    }
    (record,) = json.loads(sqs_event([message], "arn:q", "us-east-1"))["Records"]
    assert record == {
        "messageId": "1",
        "receiptHandle": "r",
        "body": "{}",
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {
            "kind": {"stringValue": "x", "stringListValues": [], "binaryListValues": [], "dataType": "String"}
        },
        "md5OfBody": "m",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:q",
        "awsRegion": "us-east-1",
    }
