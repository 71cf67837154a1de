"""Lambda's event source mapping: receive from a queue, run the function, delete what succeeded.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

import json
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from workbench.local.aws.client import client
from workbench.local.looping import Loop
from workbench.local.outcome import Outcome
from workbench.local.template.description import Description, EventSourceMapping

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

_logger = logging.getLogger(__name__)
_RECEIVE_AT_MOST = 10  # what SQS gives in one call
_WAIT_SECONDS = 2  # short, so that the stack goes down soon
_RETRY_SECONDS = 0.5


class Poller(Loop):
    """Feeds one function from one queue until it is closed.

    Args:
        mapping: which, and how many at once.
        description: the template's; it knows region and account.
        url: the local AWS's address.
        invoke: runs the function on one event and waits for it.
        environments: how many of them the function has; more batches at once would only wait.
    """

    def __init__(
        self,
        mapping: EventSourceMapping,
        description: Description,
        url: str,
        invoke: Callable[[bytes], Outcome],
        environments: int,
    ) -> None:
        super().__init__()
        self._mapping = mapping
        self._sqs = client("sqs", url)
        self._queue_url = f"{url}/{description.account}/{mapping.queue}"
        self._arn = f"arn:aws:sqs:{description.region}:{description.account}:{mapping.queue}"
        self._region = description.region
        self._invoke = invoke
        at_once = min(environments, mapping.maximum_concurrency or environments)
        self._slots = threading.Semaphore(at_once)
        self._executor = ThreadPoolExecutor(at_once, thread_name_prefix=f"poller-{mapping.queue}")

    def close(self) -> None:
        """Wait for the batches that are under way."""
        super().close()
        self._executor.shutdown()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._slots.acquire()
            messages = self._receive()
            if messages and not self._stop.is_set():
                self._executor.submit(self._work, messages)
            else:
                self._slots.release()

    def _receive(self) -> Sequence["MessageTypeDef"]:
        try:
            received = self._sqs.receive_message(
                QueueUrl=self._queue_url,
                MaxNumberOfMessages=min(self._mapping.batch_size, _RECEIVE_AT_MOST),
                WaitTimeSeconds=_WAIT_SECONDS,
                MessageSystemAttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
        except (BotoCoreError, ClientError) as problem:
            if not self._stop.wait(_RETRY_SECONDS):
                _logger.warning("cannot receive from %s: %s", self._mapping.queue, problem)
            return []
        return received.get("Messages", [])

    def _work(self, messages: Sequence["MessageTypeDef"]) -> None:
        try:
            outcome = self._invoke(sqs_event(messages, self._arn, self._region))
            failed = failed_ids(outcome, [message["MessageId"] for message in messages], self._mapping)
            done = [message for message in messages if message["MessageId"] not in failed]
            if failed:
                _logger.warning("%s failed on %d of %d messages", self._mapping.function, len(failed), len(messages))
            self._delete(done)
        except Exception:
            # The messages come back when their visibility timeout is over.
            _logger.exception("a batch of %s is left to the queue", self._mapping.queue)
        finally:
            self._slots.release()

    def _delete(self, messages: Sequence["MessageTypeDef"]) -> None:
        if messages:
            entries = [{"Id": str(n), "ReceiptHandle": item["ReceiptHandle"]} for n, item in enumerate(messages)]
            self._sqs.delete_message_batch(QueueUrl=self._queue_url, Entries=entries)  # type: ignore[arg-type]


def sqs_event(messages: Sequence["MessageTypeDef"], arn: str, region: str) -> bytes:
    """Return the JSON of Lambda's event for a batch of messages."""
    records = [
        {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": {
                name: _attribute(value) for name, value in message.get("MessageAttributes", {}).items()
            },
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": arn,
            "awsRegion": region,
        }
        for message in messages
    ]
    return json.dumps({"Records": records}).encode()


def _attribute(value: Any) -> dict[str, Any]:  # noqa: ANN401  # boto3's own type differs between versions
    binary = value.get("BinaryValue")
    return {
        **({"stringValue": value["StringValue"]} if "StringValue" in value else {}),
        **({"binaryValue": binary.decode("latin-1")} if binary is not None else {}),
        "stringListValues": [],
        "binaryListValues": [],
        "dataType": value["DataType"],
    }


def failed_ids(outcome: Outcome, ids: Sequence[str], mapping: EventSourceMapping) -> set[str]:
    """Return the ids of the messages that stay in the queue.

    All of them after a failure, or when the function names an id it was not given; those that it names
    where the mapping reports batch item failures; else none.
    """
    if outcome.failure is not None:
        return set(ids)
    if not mapping.partial_failures:
        return set()
    try:
        document = json.loads(outcome.payload)
        items = (document or {}).get("batchItemFailures") or []
        named = {item["itemIdentifier"] for item in items}
    except (ValueError, AttributeError, TypeError, KeyError):
        return set(ids)
    return set(ids) if named - set(ids) else named
