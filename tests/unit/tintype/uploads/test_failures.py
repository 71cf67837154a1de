from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.events import batch
from tintype.errors import (
    QueueError,
    RegistryUnavailableError,
    StorageUnavailableError,
    UploadBucketError,
    UploadEventError,
)
from tintype.observability import flush
from tintype.settings import Settings
from tintype.uploads.failures import Failures, pause

LATER = StorageUnavailableError("GET failed: timed out.")


class Sqs:
    """What was asked of SQS, in order; ``broken`` calls are refused."""

    def __init__(self, *broken):
        self.broken = broken
        self.calls = []

    def hide(self, *arguments):
        """Take note."""
        self._take("hide", arguments)

    def send(self, *arguments):
        """Take note."""
        self._take("send", arguments)

    def _take(self, name, arguments):
        self.calls.append((name, *arguments))
        if name in self.broken:
            raise QueueError(name, "the queue's own words")


def settle(sqs, error, receives, dead_letters="dead"):
    (document,) = batch("the body")["Records"]
    document["attributes"]["ApproximateReceiveCount"] = str(receives)
    failures = Failures(sqs, Settings("models", dead_letter_queue=dead_letters))
    return failures.settle(document, error, "0" * 64)


@given(st.integers(min_value=1, max_value=1000))
def test_pause(receives):
    """A pause doubles from ten seconds up to a quarter of an hour, and a part of it is left to chance."""
    most = min(900, 5 * 2**receives)
    assert most / 2 - 1 <= pause(receives) <= most


def test_pauses_differ():
    """What failed together does not come again together."""
    assert len({pause(8) for _ in range(50)}) > 10


@pytest.mark.parametrize("receives", [1, 2, 4])
def test_comes_again(receives):
    """What may work later is hidden, longer each time, and reported as failed."""
    sqs = Sqs()
    assert not settle(sqs, LATER, receives)
    ((call, url, receipt, seconds),) = sqs.calls
    assert (call, url) == ("hide", "https://sqs.us-east-1.amazonaws.com/123456789012/uploads")
    assert receipt.startswith("AQEB")
    assert 5 * 2**receives / 2 <= seconds <= 5 * 2**receives


@pytest.mark.parametrize("receives", [5, 6])
def test_last_receive(receives):
    """At the last try the message itself goes to the dead letters, with the reason, and is done with."""
    sqs = Sqs()
    assert settle(sqs, RegistryUnavailableError("S3 timed out"), receives)
    ((call, url, body, reason),) = sqs.calls
    assert (call, url, body) == ("send", "dead", "the body")
    assert (reason["error"], reason["upload"]) == ("RegistryUnavailableError", "0" * 64)
    assert reason["message"].endswith("Try again in a few seconds. S3 timed out")


@pytest.mark.parametrize("error", [UploadBucketError("a", "b"), UploadEventError("JSONDecodeError")])
def test_hopeless(error):
    """What another try cannot mend goes to the dead letters at the first one."""
    sqs = Sqs()
    assert settle(sqs, error, 1)
    assert [call[0] for call in sqs.calls] == ["send"]


@pytest.mark.parametrize("receives", [1, 5])
def test_no_answer_from_sqs(receives, logged):
    """Where SQS takes nothing, the message is reported as failed: the queue's own policy is the net."""
    assert not settle(Sqs("hide", "send"), LATER, receives)
    assert [line["detail"] for line in logged()][1:] == ["the queue's own words"]


def test_no_dead_letter_queue():
    """Without a queue for dead letters the message is hidden as ever, and the queue's own policy moves it."""
    sqs = Sqs()
    assert not settle(sqs, LATER, 5, dead_letters="")
    assert [call[0] for call in sqs.calls] == ["hide"]


def test_counted(emitted):
    """A message that comes again and one that is a dead letter count apart."""
    settle(Sqs(), LATER, 1)
    flush()
    settle(Sqs(), LATER, 5)
    flush()
    again, dead = emitted()
    assert again["RetriedUploads"] == dead["DeadUploads"] == [1.0]
    assert "DeadUploads" not in again
    assert "RetriedUploads" not in dead


def test_reason_is_sendable():
    """A reason of any length and any characters is one that SQS takes."""
    sqs = Sqs()
    assert settle(sqs, ValueError("\x00\n" + "ü" * 5000), 5)
    message = sqs.calls[0][3]["message"]
    assert message.isprintable()
    assert len(message) == 1000


def test_logged(logged):
    """Each failure is a line in the log, with the upload's digest and how often it was received; ours has its trace."""
    settle(Sqs(), LATER, 2)
    settle(Sqs(), ZeroDivisionError("by zero"), 3)
    later, ours = logged()
    assert (later["level"], later["kind"], later["receives"]) == ("WARNING", "StorageUnavailableError", 2)
    assert (later["upload"], later["message_id"]) == ("0" * 64, "message-0")
    assert (ours["level"], ours["exception_name"], ours["receives"]) == ("ERROR", "ZeroDivisionError", 3)
