"""The upload function is killed at each of its calls to S3 and SQS; every upload has one document all the same."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import boto3
import pytest

from tests.models.published import png, release
from tests.support.containers import Container, ContainerError
from tests.support.events import created
from tests.support.killing import serve_killing
from tintype.uploads.naming import result_key
from workbench.local.poller import sqs_event

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.killing import Killing

pytestmark = pytest.mark.slow

_ALL = {"MessageSystemAttributeNames": ["All"], "MessageAttributeNames": ["All"], "MaxNumberOfMessages": 10}
_ARN = "arn:aws:sqs:us-east-1:123456789012:{}"
_numbers = count(1)
CALLER = f"callers/{'0f' * 16}/"


class Stack(NamedTuple):
    """Buckets and queues as the template has them, and the proxy that stands between them and what is killed."""

    proxy: Killing
    s3: object
    sqs: object
    buckets: dict[str, str]
    queue: str
    dead: str
    start: Callable[..., Container]

    def event(self, messages):
        """Return Lambda's event."""
        return sqs_event(messages, _ARN.format(self.queue.rpartition("/")[2]), "us-east-1")

    def upload(self, key, body):
        """Put an image, send the news of it, and return where its document will be."""
        put = self.s3.put_object(Bucket=self.buckets["upload"], Key=key, Body=body)
        told = {"size": len(body), "etag": put["ETag"].strip('"'), "version_id": put["VersionId"]}
        self.sqs.send_message(QueueUrl=self.queue, MessageBody=created(self.buckets["upload"], key, **told))
        return result_key(self.buckets["upload"], key, told["version_id"], told["etag"])

    def receive(self):
        """Return the messages that are visible."""
        return self.sqs.receive_message(QueueUrl=self.queue, **_ALL).get("Messages", [])

    def let_time_pass(self, messages):
        """Let the messages' visibility timeouts be over."""
        for message in messages:
            said = {"QueueUrl": self.queue, "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 0}
            self.sqs.change_message_visibility(**said)

    def settle(self, messages, answer):
        """Delete what was not reported as failed, as Lambda does; return what was."""
        failed = {item["itemIdentifier"] for item in answer["batchItemFailures"]}
        for message in messages:
            if message["MessageId"] not in failed:
                self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return [message for message in messages if message["MessageId"] in failed]

    def in_flight(self):
        """Return how many messages the queue has, visible or not."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=names)["Attributes"]
        return sum(int(found[name]) for name in names)

    def dead_letters(self):
        """Take what lies among the dead letters."""
        letters = self.sqs.receive_message(QueueUrl=self.dead, **_ALL).get("Messages", [])
        for letter in letters:
            self.sqs.delete_message(QueueUrl=self.dead, ReceiptHandle=letter["ReceiptHandle"])
        return letters

    def versions(self, key):
        """Return the versions of the results whose key begins so: (key, version, ETag), the oldest first."""
        found = self.s3.list_object_versions(Bucket=self.buckets["result"], Prefix=key)
        return [(each["Key"], each["VersionId"], each["ETag"]) for each in found.get("Versions", [])][::-1]

    def document(self, key):
        """Return one document."""
        return json.loads(self.s3.get_object(Bucket=self.buckets["result"], Key=key)["Body"].read())


@pytest.fixture
def stack(aws, make_bucket, tmp_path):
    made = {role: make_bucket() for role in ("model", "upload", "result")}
    release(made["model"], "quadrants")
    s3, sqs = (boto3.client(name, endpoint_url=f"http://{aws}") for name in ("s3", "sqs"))
    for role in ("upload", "result"):
        s3.put_bucket_versioning(Bucket=made[role].name, VersioningConfiguration={"Status": "Enabled"})
    number = next(_numbers)
    dead = sqs.create_queue(QueueName=f"lost-dead-{number}")["QueueUrl"]
    policy = json.dumps({"deadLetterTargetArn": _ARN.format(f"lost-dead-{number}"), "maxReceiveCount": 5})
    queue = sqs.create_queue(QueueName=f"lost-{number}", Attributes={"RedrivePolicy": policy})["QueueUrl"]
    names = {role: bucket.name for role, bucket in made.items()}
    variables = {f"TINTYPE_{role.upper()}_BUCKET": name for role, name in names.items()}
    started = []

    def start(url=f"http://{aws}", arm=None):
        place = {"AWS_ENDPOINT_URL": url, "TINTYPE_DEAD_LETTER_QUEUE": dead}
        started.append(Container(variables | place, tmp_path / "log"))
        if arm:
            arm(started[-1])
        return started[-1].start()

    with serve_killing(aws) as proxy:
        yield Stack(proxy, s3, sqs, names, queue, dead, start)
        for container in started:
            container.close()
    for client in (s3, sqs):
        client.close()


def victim(stack, number, when):
    """Start a container that is killed at a call, of which the first is its start's."""
    return stack.start(stack.proxy.url, lambda container: stack.proxy.arm(number, when, container.kill))


def deliver(stack, container, messages):
    """Give messages to a container, as Lambda's poller does; those come again that failed or were not answered."""
    try:
        container.hand(stack.event(messages))
        left = stack.settle(messages, container.answer())
    except ContainerError:
        left = messages
    stack.let_time_pass(left)


def drain(stack):
    """Deliver to a new container until nothing comes any more."""
    if messages := stack.receive():
        container = stack.start()
        container.ready()
        while messages:
            deliver(stack, container, messages)
            messages = stack.receive()
        container.close()


def three_uploads(stack, number):
    """Upload an image that no earlier run had, the same image by the API, and what is no image."""
    image = png(8, 8, *([0] * 4 + [255] * 4) * 4, *[0] * 31, number)
    folder = f"quadrants/{number}"
    named = {f"{folder}/a.png": image, f"{CALLER}{folder}": image, f"{folder}/list.txt": b"milk, eggs"}
    return [stack.upload(key, body) for key, body in named.items()]


def check(stack, keys, first):
    """Each upload has one document, what was there at the time of death is still there, and nothing is left over."""
    found = [version for key in keys for version in stack.versions(key)]
    assert [key for key, _, _ in found] == keys
    assert set(first) <= set(stack.versions("results/"))
    documents = [stack.document(key) for key in keys]
    assert [each["status"] for each in documents] == ["done", "done", "failed"]
    assert [each["result"]["label"] for each in documents[:2]] == ["top right"] * 2
    assert documents[2]["error"]["type"] == "NotAnImageError"
    assert len({each["answer"] for each in documents[:2]}) == 1
    assert len(stack.versions(documents[0]["answer"])) == 1
    assert stack.in_flight() == 0
    assert stack.dead_letters() == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_one(stack, when):
    """Killed at any call, from its start on, a container leaves one document for each upload in the end."""
    for number in count(1):
        keys = three_uploads(stack, number)
        messages = stack.receive()
        killed = victim(stack, number, when)
        with suppress(ContainerError):
            killed.ready()
        deliver(stack, killed, messages)
        first = stack.versions("results/")
        drain(stack)
        check(stack, keys, first)
        if not killed.died:
            break
    assert number > 10  # the calls of a start, and of three uploads


@pytest.mark.parametrize("when", ["before", "after"])
def test_two_at_once(stack, when):
    """Of two containers that have the same messages one is killed at any call, and each upload has one document."""
    other = stack.start()
    other.ready()
    for number in count(1):
        keys = three_uploads(stack, number)
        messages = stack.receive()
        killed = stack.start(stack.proxy.url)
        killed.ready()
        stack.proxy.arm(number, when, killed.kill)
        for container in (killed, other):
            container.hand(stack.event(messages))
        with suppress(ContainerError):
            killed.answer()
        first = stack.versions("results/")
        stack.let_time_pass(stack.settle(messages, other.answer()))
        drain(stack)
        check(stack, keys, first)
        if not killed.died:
            break
        killed.close()
    assert number > 6


@pytest.mark.parametrize("when", ["before", "after"])
def test_to_be_tried_again(stack, when):
    """Killed while it has a message come again later, a container loses nothing."""
    for number in count(1):
        stack.s3.put_object(Bucket=stack.buckets["model"], Key="routes.json", Body=b"no JSON")
        keys = three_uploads(stack, number)
        messages = stack.receive()
        killed = stack.start(stack.proxy.url)
        killed.ready()
        stack.proxy.arm(number, when, killed.kill)
        deliver(stack, killed, messages)
        stack.s3.delete_object(Bucket=stack.buckets["model"], Key="routes.json")
        drain(stack)
        check(stack, keys, [])
        if not killed.died:
            break
        killed.close()
    assert [call for call in stack.proxy.calls if "ChangeMessageVisibility" in call]


@pytest.mark.parametrize("when", ["before", "after"])
def test_hopeless(stack, when):
    """Killed while it sends what is no event to the dead letters, a container leaves it there, twice at the worst."""
    stack.sqs.send_message(QueueUrl=stack.queue, MessageBody="no event")
    messages = stack.receive()
    killed = stack.start(stack.proxy.url)
    killed.ready()
    stack.proxy.arm(1, when, killed.kill)
    deliver(stack, killed, messages)
    assert killed.died
    drain(stack)
    letters = stack.dead_letters()
    assert [letter["Body"] for letter in letters] == ["no event"] * (1 if when == "before" else 2)
    assert {letter["MessageAttributes"]["error"]["StringValue"] for letter in letters} == {"UploadEventError"}
    assert stack.in_flight() == 0
