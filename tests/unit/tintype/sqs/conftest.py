"""A queue at the moto server, and boto3's view of it."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import boto3
import pytest

from tintype.sqs import Queues

_numbers = itertools.count(1)


class Queue(NamedTuple):
    """One queue."""

    client: object
    url: str
    arn: str

    def receive(self):
        """Return the messages that are visible, with everything beside them."""
        names = {"MessageSystemAttributeNames": ["All"], "MessageAttributeNames": ["All"]}
        return self.client.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, **names).get("Messages", [])


@pytest.fixture
def queues(aws):  # noqa: ARG001 -- the environment leads to it
    """Our own client."""
    made = Queues.from_environment()
    yield made
    made.close()


@pytest.fixture
def make_queue(aws):
    """Return a function that makes an empty queue."""
    client = boto3.client("sqs", endpoint_url=f"http://{aws}")

    def making(name):
        name = f"{name}-{next(_numbers)}"
        url = client.create_queue(QueueName=name)["QueueUrl"]
        return Queue(client, url, f"arn:aws:sqs:us-east-1:123456789012:{name}")

    yield making
    client.close()
