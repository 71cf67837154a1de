"""Hide a message for a while, and send one, by SQS's JSON protocol.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html
"""

from __future__ import annotations

import json
import time
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tintype.errors import QueueError, StorageUnavailableError
from tintype.s3.connection import Connection, Response, endpoint
from tintype.s3.credentials import provider
from tintype.s3.signature import sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.s3.credentials import Provider

_FIRST_PAUSE = 0.1  # seconds, doubled at each retry
_OK = 200
_THROTTLED = 429
_FAULT = 500


class Queues:
    """The queues of a region, over one kept-alive connection; not for two threads at once.

    Args:
        address: ``host[:port]``.
        tls: speak TLS to it.
        region: where the queues are.
        credentials: gives the keys at each call; from the environment or the container's endpoint by default.
        timeout: seconds to wait for a connection and for each read.
        attempts: how often a call is tried when SQS throttles, fails or does not answer.
    """

    def __init__(
        self,
        address: str,
        *,
        tls: bool = True,
        region: str = "us-east-1",
        credentials: Provider | None = None,
        timeout: float = 2.0,
        attempts: int = 3,
    ) -> None:
        self._address = address
        self._region = region
        self._attempts = attempts
        self._connection = Connection(address, tls=tls, timeout=timeout)
        self._credentials = credentials

    @classmethod
    def from_environment(cls, *, timeout: float = 2.0, attempts: int = 3) -> Queues:
        """Return the queues where AWS's own clients find them: AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL, AWS_REGION."""
        address, tls, region = endpoint("SQS")
        host = address or f"sqs.{region}.amazonaws.com"
        return cls(host, tls=tls, region=region, timeout=timeout, attempts=attempts)

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        self._connection.close()

    def hide(self, queue: str, receipt: str, seconds: int) -> None:
        """Let a received message come again after so many seconds (0 to 43,200) from now.

        Args:
            queue: the queue's URL.
            receipt: the message's receipt handle.
            seconds: its new visibility timeout.

        Raises:
            QueueError: SQS refused, or did not answer.
        """
        said = {"QueueUrl": queue, "ReceiptHandle": receipt, "VisibilityTimeout": seconds}
        self._call("ChangeMessageVisibility", said)

    def send(self, queue: str, body: str, attributes: Mapping[str, str]) -> None:
        """Send a message.

        Args:
            queue: the queue's URL.
            body: its text.
            attributes: texts beside it, at most ten; empty ones, which SQS refuses, are left out.

        Raises:
            QueueError: SQS refused, or did not answer.
        """
        beside = {name: {"DataType": "String", "StringValue": text} for name, text in attributes.items() if text}
        self._call("SendMessage", {"QueueUrl": queue, "MessageBody": body, "MessageAttributes": beside})

    def _call(self, action: str, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        for attempt in range(1, self._attempts + 1):
            try:
                response = self._once(action, body)
            except StorageUnavailableError as error:
                problem, may_pass = str(error), True
            else:
                if response.status == _OK:
                    return
                problem = f"{response.status} {bytes(response.body[:500]).decode('utf-8', 'replace')}"
                may_pass = response.status >= _FAULT or response.status == _THROTTLED or b"hrottl" in response.body
            if attempt == self._attempts or not may_pass:
                raise QueueError(action, problem)
            time.sleep(_FIRST_PAUSE * 2**attempt)

    def _once(self, action: str, body: bytes) -> Response:
        headers = {
            "Host": self._address,
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": f"AmazonSQS.{action}",
        }
        self._credentials = self._credentials or provider()  # at the first call: a snapshot holds no keys
        payload = sha256(body).hexdigest()
        signed = sign("POST", "/", "", headers, payload, self._credentials(), self._region, service="sqs")
        return self._connection.request("POST", "/", signed, body)


def queue_url(arn: str) -> str:
    """Return the URL of the queue that an event's ``eventSourceARN`` names."""
    *_, region, account, name = arn.split(":")
    return f"https://sqs.{region}.amazonaws.com/{account}/{name}"
