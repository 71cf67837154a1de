"""What a message says of new objects: EventBridge's events, and S3's own notifications, also by way of SNS.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from tintype.errors import UploadEventError


class Upload(NamedTuple):
    """One version of one object.

    ``version_id`` is empty in a bucket without versions; ``uploaded`` is the event's time, in ISO 8601.
    """

    bucket: str
    key: str
    version_id: str
    etag: str
    size: int
    uploaded: str = ""


def parse(body: str) -> list[Upload]:
    """Return the uploads that a queue's message tells of; none if it tells of something else.

    Deletions, delete markers and ``s3:TestEvent`` are something else. EventBridge's keys are raw, those of S3's own
    notifications are encoded like a form: only these are decoded.

    Raises:
        UploadEventError: it is no event at all. Nobody but an operator can tell whose it is.
    """
    try:
        return _uploads(json.loads(body))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UploadEventError(f"{type(error).__name__}: {error}") from error


def _uploads(news: Any) -> list[Upload]:  # noqa: ANN401
    if not isinstance(news, dict):
        return []
    if news.get("Type") == "Notification" and "TopicArn" in news:
        return _uploads(json.loads(news["Message"]))
    if "Records" in news:
        return [_notified(record) for record in news["Records"] if _tells_of_creation(record)]
    return [_announced(news)] if news.get("detail-type") == "Object Created" else []


def _announced(event: dict[str, Any]) -> Upload:
    detail = event["detail"]
    item = detail["object"]
    version, etag, size = item.get("version-id"), item.get("etag", ""), item.get("size", 0)
    return Upload(detail["bucket"]["name"], item["key"], version or "", etag, int(size), event.get("time", ""))


def _tells_of_creation(record: dict[str, Any]) -> bool:
    name: str = record["eventName"]
    return name.removeprefix("s3:").startswith("ObjectCreated:")  # the prefix is said in settings alone, mostly


def _notified(record: dict[str, Any]) -> Upload:
    from urllib.parse import unquote_plus  # for notifications alone

    told, item = record["s3"], record["s3"]["object"]
    key = unquote_plus(item["key"], errors="strict")
    version, etag, size = item.get("versionId"), item.get("eTag", ""), item.get("size", 0)
    return Upload(told["bucket"]["name"], key, version or "", etag, int(size), record.get("eventTime", ""))
