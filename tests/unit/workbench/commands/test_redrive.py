"""`tintype redrive` with moto in the place of SQS and CloudFormation."""

import json
import os
import time

import boto3
import pytest
from moto import mock_aws

from tests.support.deployed import create_stack
from workbench.commands import redrive as module
from workbench.commands.redrive import SHADOWS, Queues, find_queues, put_back, redrive
from workbench.context import resolve
from workbench.errors import ContextError
from workbench.local import ready
from workbench.local.layout import Layout
from workbench.local.lock import hold
from workbench.local.ready import Ready

REASONS = [("RoutesError", 2), ("UploadEventError", 1), ("", 1)]


def everything(_):
    return True


@pytest.fixture
def stack(monkeypatch):
    """A stack with both queues, in an account of this test."""
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(module, "_WAIT_SECONDS", 0)
    with mock_aws():
        create_stack("tintype", "us-east-1")
        yield


@pytest.fixture
def queues(stack):  # noqa: ARG001 -- it has them
    found = find_queues(resolve(local=False, stack="tintype", region="us-east-1"))
    yield found
    found.sqs.close()


@pytest.fixture
def letters(queues):
    """Four dead letters: two of one error, one of another, one without a reason."""
    for error, number in REASONS:
        for index in range(number):
            beside = {"error": {"DataType": "String", "StringValue": error}} if error else {}
            body = f"{error} {index}"
            queues.sqs.send_message(QueueUrl=queues.dead, MessageBody=body, MessageAttributes=beside)
    return {f"{error} {index}" for error, number in REASONS for index in range(number)}


def bodies(queues, url):
    """Return what is visible in a queue, and leave it there."""
    found = queues.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
    return sorted(message["Body"] for message in found.get("Messages", []))


def test_deployed(queues):
    """Both queues are those of the stack, not each other."""
    assert "UploadQueue" in queues.source
    assert "UploadDeadLetterQueue" in queues.dead


def test_puts_back(queues, letters, capsys):
    """Every dead letter is in the queue of uploads afterwards, as it came, and none is left."""
    redrive(queues)
    assert set(bodies(queues, queues.source)) == letters
    assert bodies(queues, queues.dead) == []
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[1] == ["RoutesError", "2", "2"]
    assert ["unknown", "1", "1"] in lines
    assert lines[-1] == ["all", "4", "4"]


def test_lists(queues, letters, capsys):
    """A list says how many there are of each error, and leaves them visible where they are."""
    redrive(queues, only_list=True)
    assert ["all", "4", "0"] in [line.split() for line in capsys.readouterr().out.splitlines()]
    assert set(bodies(queues, queues.dead)) == letters
    assert bodies(queues, queues.source) == []


def test_one_error(queues, letters):
    """With an error only its messages are put back; the others stay visible."""
    redrive(queues, "RoutesError")
    assert bodies(queues, queues.source) == ["RoutesError 0", "RoutesError 1"]
    assert set(bodies(queues, queues.dead)) == letters - {"RoutesError 0", "RoutesError 1"}


def test_many(queues):
    """More messages than SQS gives at once are all put back."""
    for number in range(35):
        queues.sqs.send_message(QueueUrl=queues.dead, MessageBody=str(number))
    assert put_back(queues, everything).moved.total() == 35


def test_not_round_for_ever(queues, letters, monkeypatch):
    """What becomes a dead letter again at once stays one."""
    send = queues.sqs.send_message

    def fail_at_once(**said):
        send(QueueUrl=queues.dead, MessageBody=said["MessageBody"])

    monkeypatch.setattr(queues.sqs, "send_message", fail_at_once)
    assert put_back(queues, everything).moved.total() == 4
    assert set(bodies(queues, queues.dead)) == letters


@pytest.mark.parametrize("call", ["send_message", "delete_message"])
def test_interrupted(queues, letters, monkeypatch, call):
    """Interrupted at a message, it is still in one of both queues, and another run ends with all of them put back."""
    original, numbers = getattr(queues.sqs, call), iter(range(10))

    def interrupted(**said):
        if next(numbers) == 1:
            raise KeyboardInterrupt
        return original(**said)

    with monkeypatch.context() as patch:
        patch.setattr(queues.sqs, call, interrupted)
        with pytest.raises(KeyboardInterrupt):
            put_back(queues, everything)
    put_back(queues, everything)
    assert set(bodies(queues, queues.source)) == letters
    assert bodies(queues, queues.dead) == []


def test_event_bridge(queues):
    """What EventBridge could not deliver is known by its own error code."""
    beside = {"ERROR_CODE": {"DataType": "String", "StringValue": "NO_PERMISSIONS"}}
    queues.sqs.send_message(QueueUrl=queues.dead, MessageBody="{}", MessageAttributes=beside)
    assert put_back(queues, everything).found == {"NO_PERMISSIONS": 1}


def test_twins(queues):
    """Of two messages with one body both are put back."""
    for _ in range(2):
        queues.sqs.send_message(QueueUrl=queues.dead, MessageBody="twin")
    time.sleep(1)  # SQS tells the time in whole seconds
    assert put_back(queues, everything).moved.total() == 2


def test_clock(queues, letters, monkeypatch):
    """A clock that is wrong here changes nothing, for SQS says what time it is."""
    monkeypatch.setattr(module.time, "time", lambda: 1e10)
    test_not_round_for_ever(queues, letters, monkeypatch)


def test_shadows(monkeypatch):
    """With shadows it works on their dead letters, and leaves those of uploads alone."""
    monkeypatch.setattr(module, "_WAIT_SECONDS", 0)
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    queue = {"Type": "AWS::SQS::Queue"}
    with mock_aws():
        create_stack("tintype", "us-east-1", resources={"ShadowQueue": queue, "ShadowDeadLetterQueue": queue})
        context = resolve(local=False, stack="tintype", region="us-east-1")
        uploads, shadows = find_queues(context), find_queues(context, SHADOWS)
        for found in (uploads, shadows):
            found.sqs.send_message(QueueUrl=found.dead, MessageBody=found.dead)
        assert put_back(shadows, everything).moved == {"unknown": 1}
        assert bodies(shadows, shadows.source) == [shadows.dead]
        assert bodies(uploads, uploads.dead) == [uploads.dead]


def test_no_shadows(stack):  # noqa: ARG001 -- it has none
    """A deployment without shadow traffic says how it gets some."""
    context = resolve(local=False, stack="tintype", region="us-east-1")
    with pytest.raises(ContextError, match="ShadowTraffic=On"):
        find_queues(context, SHADOWS)


def test_nothing(queues, capsys):
    """Without dead letters it says so."""
    redrive(queues)
    assert capsys.readouterr().out == "no dead letters\n"


def test_local(aws, tmp_path, monkeypatch):
    """The local stack's queues are found by their names, and its dead letters put back over HTTP."""
    monkeypatch.setattr(module, "_WAIT_SECONDS", 0)
    sqs = boto3.client("sqs", endpoint_url=f"http://{aws}")
    names = {"UploadQueue": "redrive-uploads", "UploadDeadLetterQueue": "redrive-dead"}
    urls = [sqs.create_queue(QueueName=name)["QueueUrl"] for name in names.values()]
    sqs.send_message(QueueUrl=urls[1], MessageBody="a letter")
    sqs.close()
    layout = Layout(tmp_path)
    with hold(layout.lock_file):
        told = Ready(os.getpid(), "http://a/api", f"http://{aws}", {}, {}, names, "source", time.time())
        ready.write(layout, told)
        queues = find_queues(resolve(local=True, home=tmp_path))
    assert put_back(queues, everything).moved.total() == 1
    assert bodies(queues, urls[0]) == ["a letter"]
    assert isinstance(queues, Queues)


def test_json(queues, letters, capsys):  # noqa: ARG001 -- the letters are there
    """For scripts the numbers by error are one document."""
    redrive(queues, only_list=True, as_json=True)
    document = json.loads(capsys.readouterr().out)
    assert document == {"dead_letters": {"RoutesError": 2, "UploadEventError": 1, "unknown": 1}, "put_back": {}}
