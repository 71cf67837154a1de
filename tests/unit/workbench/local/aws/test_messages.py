"""SQS messages on disk."""

import pytest
from moto.sqs.models import Message

from workbench.local.aws.messages import MessageJournal


@pytest.fixture
def journal(tmp_path):
    return MessageJournal(tmp_path)


def message(number, sent=0):
    made = Message(str(number), f"body {number}")
    made.sent_timestamp = sent
    return made


def test_round_trip(journal):
    """A message comes back with its attributes, binary ones too, and its count of receives."""
    made = message(1)
    made.message_attributes = {"raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}}
    made.approximate_receive_count = 3
    journal.save("queue", made)
    (loaded,) = journal.load("queue")
    assert (loaded.id, loaded.body, loaded.approximate_receive_count) == ("1", "body 1", 3)
    assert loaded.message_attributes == made.message_attributes
    assert loaded.visible


def test_order(journal):
    """The first sent comes first."""
    for number, sent in ((1, 30), (2, 10), (3, 20)):
        journal.save("queue", message(number, sent))
    assert [item.id for item in journal.load("queue")] == ["2", "3", "1"]


def test_moving(journal):
    """A message that moved to another queue is in that one only."""
    journal.save("queue", message(1))
    journal.save("dead", message(1))
    assert not list(journal.load("queue"))
    assert [item.id for item in journal.load("dead")] == ["1"]


def test_remove(journal):
    """A removed message does not come back; removing it again is no error."""
    journal.save("queue", message(1))
    journal.remove("1")
    journal.remove("1")
    assert not list(journal.load("queue"))
