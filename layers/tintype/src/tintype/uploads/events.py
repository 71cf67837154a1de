"""What EventBridge says of a new object.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple


class Upload(NamedTuple):
    """One version of one object; ``version_id`` is empty in a bucket without versions."""

    bucket: str
    key: str
    version_id: str
    etag: str
    size: int


def parse(body: str) -> Upload | None:
    """Return the upload that a queue's message tells of; None if it tells of something else.

    EventBridge's keys are raw: nothing in them is decoded.

    Raises:
        ValueError, KeyError, TypeError: it is no event at all. Nobody but an operator can tell whose it is, so that
            the message has to end in the dead-letter queue.
    """
    event = json.loads(body)
    if not isinstance(event, dict) or event.get("detail-type") != "Object Created":
        return None
    detail: dict[str, Any] = event["detail"]
    item = detail["object"]
    return Upload(
        detail["bucket"]["name"],
        item["key"],
        item.get("version-id") or "",
        item.get("etag", ""),
        int(item.get("size", 0)),
    )
