"""Uploads: S3 -> EventBridge -> SQS -> function."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from workbench.local.aws.client import client

pytestmark = pytest.mark.slow


def test_way_of_an_upload(caller):
    """An upload reaches the function as an EventBridge event inside an SQS record, its key as it was put."""
    put = caller.upload("digits/a b+ü%.png", b"hello")
    result = caller.result("digits/a b+ü%.png")
    described = result["event"]["detail"]["object"]
    assert (described["key"], described["size"]) == ("digits/a b+ü%.png", 5)
    assert (described["etag"], described["version-id"]) == (put["ETag"].strip('"'), put["VersionId"])
    assert result["event"]["detail-type"] == "Object Created"
    assert result["record"]["eventSource"] == "aws:sqs"
    assert result["record"]["attributes"]["ApproximateReceiveCount"] == "1"


def test_many_uploads(caller):
    """Of fifty uploads from eight callers none is lost."""
    keys = [f"many/{number}" for number in range(50)]
    with ThreadPoolExecutor(8) as executor:
        list(executor.map(caller.upload, keys))
    assert len([caller.result(key) for key in keys]) == 50


def test_poison(caller):
    """An upload that always fails is tried as often as the queue says, then it is a dead letter; others go on."""
    caller.upload("poison/1")
    caller.upload("good/1")
    caller.result("good/1")
    queue = caller.queue_url("DeadLetters")
    deadline = time.monotonic() + 30
    messages = []
    while not messages and time.monotonic() < deadline:
        received = caller.sqs.receive_message(
            QueueUrl=queue, WaitTimeSeconds=1, MessageSystemAttributeNames=["ApproximateReceiveCount"]
        )
        messages = received.get("Messages", [])
    (message,) = messages
    assert "poison/1" in message["Body"]
    assert message["Attributes"]["ApproximateReceiveCount"] == "3"  # twice by the function, once here


def test_conditional_writes(caller):
    """Of twenty writers that all want to be first, exactly one is."""

    def claim(number):
        try:
            caller.s3.put_object(
                Bucket=caller.ready.buckets["Results"], Key="claim", Body=str(number).encode(), IfNoneMatch="*"
            )
        except ClientError as refused:
            return refused.response["ResponseMetadata"]["HTTPStatusCode"]
        return 200

    with ThreadPoolExecutor(20) as executor:
        statuses = sorted(executor.map(claim, range(20)))
    assert statuses == [200] + [412] * 19


def test_messages_sent_while_others_are_deleted(caller):
    """A message that is sent while another is deleted is not lost."""
    queue = caller.sqs.create_queue(QueueName="busy")["QueueUrl"]
    seen = set()

    def send(number):
        caller.sqs.send_message(QueueUrl=queue, MessageBody=str(number))

    with ThreadPoolExecutor(6) as executor:
        sending = [executor.submit(send, number) for number in range(100)]
        deadline = time.monotonic() + 30
        while len(seen) < 100 and time.monotonic() < deadline:
            received = caller.sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
            for message in received.get("Messages", []):
                seen.add(message["Body"])
                caller.sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    assert all(future.exception() is None for future in sending)
    assert len(seen) == 100


@pytest.mark.parametrize("empty", ["purge_queue", "delete_queue"])
def test_emptied_queue(caller, stack, empty):
    """What a purged or deleted queue held is gone from the disk as well."""
    queue = caller.sqs.create_queue(QueueName=f"for-{empty}")["QueueUrl"]
    for number in range(3):
        caller.sqs.send_message(QueueUrl=queue, MessageBody=f"{empty} {number}")
    kept = [path for path in stack.layout.messages.glob("*.json") if f'"{empty} ' in path.read_text()]
    assert len(kept) == 3
    getattr(caller.sqs, empty)(QueueUrl=queue)
    assert not [path for path in kept if path.exists()]


def test_client_is_shared(stack):
    """A client is made once for each service and address."""
    assert client("s3", stack.ready.aws) is client("s3", stack.ready.aws)
