"""What the emulator's replies mean."""

import json

import pytest

from workbench.local.outcome import Failure, read_reply

EXCEPTION = {"errorMessage": "boo", "errorType": "ValueError", "requestId": "1", "stackTrace": []}


@pytest.mark.parametrize(
    ("status", "body", "failure"),
    [
        (200, b'{"statusCode": 200}', None),
        (200, b'"Task"', None),
        (200, json.dumps(EXCEPTION).encode(), Failure.UNHANDLED),
        (200, json.dumps(EXCEPTION | {"statusCode": 500}).encode(), None),
        (200, b'{"errorType" broken', None),
        (200, b"Task timed out after 3.00 seconds", Failure.TIMEOUT),
        (502, b'{"errorType":"Runtime.ExitError"}', Failure.EXIT),
        (502, b'{"errorType":"Function.ResponseSizeTooLarge"}', Failure.RESPONSE_TOO_LARGE),
    ],
)
def test_failure(status, body, failure):
    """Exceptions, timeouts, crashes and answers too large are told from answers."""
    assert read_reply(status, body).failure is failure


def test_timeout_document():
    """A timeout's text becomes Lambda's error document."""
    outcome = read_reply(200, b"Task timed out after 3.00 seconds")
    assert json.loads(outcome.payload) == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": "Task timed out after 3.00 seconds",
    }
