from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.scripted import answer, scripted
from tintype.errors import QueueError
from tintype.s3 import Credentials
from tintype.sqs import Queues, queue_url

_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=50)


@pytest.fixture
def connect(monkeypatch):
    """Return a function that makes a client of a scripted server, which pauses nowhere."""
    monkeypatch.setattr("tintype.sqs.queues._FIRST_PAUSE", 0.0)
    made = []

    def connecting(server, **options):
        keys = Credentials("key", "secret", "token")
        made.append(Queues(server.address, tls=False, region="eu-west-1", credentials=lambda: keys, **options))
        return made[-1]

    yield connecting
    for client in made:
        client.close()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_TEXT, _TEXT)
def test_sent(queues, make_queue, body, reason):
    """A message arrives as it was sent, with the texts beside it; empty ones are left out."""
    queue = make_queue("any")
    queues.send(queue.url, body, {"reason": reason, "nothing": ""})
    (message,) = queue.receive()
    assert message["Body"] == body
    assert message["MessageAttributes"] == {"reason": {"DataType": "String", "StringValue": reason}}


def test_hidden(queues, make_queue):
    """A received message comes again when its new time is over."""
    queue = make_queue("any")
    queue.client.send_message(QueueUrl=queue.url, MessageBody="text")
    (message,) = queue.receive()
    queues.hide(queue.url, message["ReceiptHandle"], 900)
    assert queue.receive() == []
    queues.hide(queue.url, message["ReceiptHandle"], 0)
    assert [again["Body"] for again in queue.receive()] == ["text"]


def test_no_such_queue(queues):
    """What SQS refuses is an error with SQS's own words in its detail, at once."""
    with pytest.raises(QueueError) as caught:
        queues.send("https://sqs.us-east-1.amazonaws.com/123456789012/nothing", "text", {})
    assert "QueueDoesNotExist" in caught.value.detail


def test_request(connect):
    """A call is one signed POST in SQS's JSON protocol."""
    with scripted([answer(200, b"{}")]) as server:
        connect(server).hide("https://sqs.eu-west-1.amazonaws.com/1/q", "receipt", 10)
        (request,) = server.requests
    assert request.line == "POST /"
    assert request.headers["x-amz-target"] == "AmazonSQS.ChangeMessageVisibility"
    assert request.headers["content-type"] == "application/x-amz-json-1.0"
    assert request.headers["x-amz-security-token"] == "token"
    assert "/eu-west-1/sqs/aws4_request," in request.headers["authorization"]
    assert json.loads(request.body) == {
        "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/1/q",
        "ReceiptHandle": "receipt",
        "VisibilityTimeout": 10,
    }


@pytest.mark.parametrize("first", [500, 503, 429])
def test_retried(connect, first):
    """A failure of SQS, throttling and a connection that breaks are tried again."""
    with scripted([answer(first, b"{}"), None], [answer(200, b"{}")]) as server:
        connect(server).send("q", "text", {})
        assert len(server.requests) == 3


def test_throttled_by_name(connect):
    """Throttling also comes as a 400, and only its name tells."""
    with scripted([answer(400, b'{"__type": "com.amazonaws.sqs#RequestThrottled"}'), answer(200, b"{}")]) as server:
        connect(server).send("q", "text", {})
        assert len(server.requests) == 2


def test_given_up(connect):
    """After the last attempt it is an error."""
    with scripted([answer(500, b"{}"), answer(500, b"{}")]) as server:
        with pytest.raises(QueueError):
            connect(server, attempts=2).send("q", "text", {})
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({}, "sqs.eu-west-1.amazonaws.com"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, "127.0.0.1:1"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_SQS": "https://sqs.local/"}, "sqs.local"),
    ],
)
def test_address(monkeypatch, variables, address):
    """The environment says where SQS is, as it does for AWS's own clients."""
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SQS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"AWS_REGION": "eu-west-1", **variables}.items():
        monkeypatch.setenv(name, value)
    assert Queues.from_environment()._address == address  # noqa: SLF001 -- where it would connect


def test_queue_url():
    """An ARN names the same queue as a URL."""
    assert queue_url("arn:aws:sqs:eu-west-1:123456789012:tintype-Uploads-1A") == (
        "https://sqs.eu-west-1.amazonaws.com/123456789012/tintype-Uploads-1A"
    )
