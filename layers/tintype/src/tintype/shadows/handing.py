"""From a call that was answered to the queue, before the caller gets the answer."""

from __future__ import annotations

import json
import os
import time
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tintype.errors import QueueError, StorageError
from tintype.observability import count, logger
from tintype.shadows.message import LARGE, Message
from tintype.sqs import Queues

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.s3 import Bucket
    from tintype.serving import Service
    from tintype.serving.resolved import Shadowed
    from tintype.settings import Settings

INPUTS = "shadows/_inputs/"
"""Where large ones lie for a while; no model's name starts with an underscore."""

MOST_BODY = 196_608
"""Characters of a message: with less than 256 KiB any queue takes it, whatever its MaximumMessageSize is."""

_TIMEOUT = 1.0  # seconds that a caller may have to wait for a queue that does not answer
_PAUSE = 10.0  # seconds without another try after that


def hand(service: Service) -> None:
    """Hand the service's last call to its shadow, once."""
    shadowed, service.shadowed = service.shadowed, None
    if service.handing is None:
        service.handing = Handing(service.settings, service.storage)
    if shadowed is not None:
        service.handing.hand(shadowed)


class Handing:
    """What hands calls to the queue; the caller never learns when it fails.

    Args:
        settings: which queue, and which bucket takes what is too large for it.
        storage: connects a bucket.
        queues: SQS; by default where AWS's own clients find it.
    """

    def __init__(self, settings: Settings, storage: Callable[[str], Bucket], queues: Queues | None = None) -> None:
        self._settings = settings
        self._storage = storage
        self._queues = queues or Queues.from_environment(timeout=_TIMEOUT, attempts=1)
        self._again = 0.0

    def hand(self, shadowed: Shadowed) -> None:
        """Put a call into the queue, unless that failed a moment ago; without an answer there is nothing to hand."""
        runs = [run for run in shadowed.model.runs or () if run.passes]
        if not runs:
            return
        manifest = shadowed.model.manifest
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        said = (manifest.name, shadowed.alias, manifest.version, shadowed.version)
        message = Message(os.urandom(16).hex(), moment, *said, runs)
        if time.monotonic() < self._again:
            count("LostShadowCalls")
            return
        try:
            self._queues.send(self._settings.shadow_queue, self._fitted(message.document()), {})
        except (QueueError, StorageError) as error:
            self._again = time.monotonic() + _PAUSE
            count("LostShadowCalls")
            logger.warning("a call was not handed to its shadow", kind=type(error).__name__, detail=error.detail)

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        self._queues.close()

    def _fitted(self, document: dict[str, Any]) -> str:
        """Return the message's text; where it is too long, its large fields lie in the result bucket instead."""
        text = json.dumps(document, separators=(",", ":"))
        for field in LARGE:
            if len(text) > MOST_BODY:
                document[field] = {"stored": self._stored(document[field])}
                text = json.dumps(document, separators=(",", ":"))
        return text

    def _stored(self, value: object) -> str:
        body = json.dumps(value, separators=(",", ":")).encode()
        key = f"{INPUTS}{sha256(body).hexdigest()}"
        # Written again if it is there: the bucket's lifecycle counts from the last time.
        self._storage(self._settings.result_bucket).put(key, body, content_type="application/json")
        return key
