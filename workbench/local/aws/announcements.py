"""S3's events for EventBridge, in the shape that S3 itself gives them.

moto's own differ where readers look: `eTag` for `etag`, one constant sequencer and request id, "null" as the
version of unversioned objects, the notification's name as the reason; and it sends them before the
object has its metadata.
Shape: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

import logging
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from moto.events.models import events_backends

_logger = logging.getLogger(__name__)
_REASONS = {
    "s3:ObjectCreated:Put": "PutObject",
    "s3:ObjectCreated:Post": "POST Object",
    "s3:ObjectCreated:Copy": "CopyObject",
    "s3:ObjectCreated:CompleteMultipartUpload": "CompleteMultipartUpload",
    "s3:ObjectRemoved:Delete": "DeleteObject",
    "s3:ObjectRemoved:DeleteMarkerCreated": "DeleteObject",
}
_DELETIONS = {
    "s3:ObjectRemoved:Delete": "Permanently Deleted",
    "s3:ObjectRemoved:DeleteMarkerCreated": "Delete Marker Created",
}


@dataclass
class Announcements:
    """Collects what happens during one request, and sends it when the objects are safely written."""

    detail_type: Callable[[str], str]
    _pending: list[tuple[str, Any, str, Any]] = field(default_factory=list)
    _last: int = 0

    def add(self, account: str, bucket: Any, event_name: str, key: Any) -> None:  # noqa: ANN401  # moto's classes
        """Remember an event; the arguments are those that moto's own sender takes."""
        self._pending.append((account, bucket, str(getattr(event_name, "value", event_name)), key))

    def send(self, source_address: str) -> None:
        """Send what was remembered to every rule that matches."""
        pending, self._pending = self._pending, []
        for account, bucket, event_name, key in pending:
            event = self._event(account, bucket, event_name, key, source_address)
            for bus in events_backends[account][bucket.region_name].event_buses.values():
                for rule in bus.rules.values():
                    _send(rule, event)

    def _event(self, account: str, bucket: Any, name: str, key: Any, address: str) -> dict[str, Any]:  # noqa: ANN401
        detail = {
            "version": "0",
            "bucket": {"name": bucket.name},
            "object": self._object(key),
            "request-id": secrets.token_hex(8).upper(),
            "requester": account,
            "source-ip-address": address,
            "reason": _REASONS.get(name, name.removeprefix("s3:")),
        }
        if name in _DELETIONS:
            detail["deletion-type"] = _DELETIONS[name]
        return {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": self.detail_type(name),
            "source": "aws.s3",
            "account": account,
            "time": time.time(),
            "region": bucket.region_name,
            "resources": [bucket.arn],
            "detail": detail,
        }

    def _object(self, key: Any) -> dict[str, Any]:  # noqa: ANN401
        # Two writes of one key have to compare in the order they happened, across restarts as well.
        self._last = max(time.time_ns(), self._last + 1)
        described: dict[str, Any] = {"key": key.name, "sequencer": f"{self._last:018X}"}
        if hasattr(key, "etag"):
            described |= {"size": key.size, "etag": key.etag.strip('"')}
        if key.version_id != "null":
            described["version-id"] = key.version_id
        return described


def _send(rule: Any, event: dict[str, Any]) -> None:  # noqa: ANN401
    try:
        # The target turns the time to text in place: each rule gets an event of its own.
        rule.send_to_targets(dict(event), transform_input=False)
    except Exception:
        # In AWS this happens later and elsewhere: a target that fails is no fault of the S3 call.
        _logger.exception("rule %s could not reach its target", rule.name)
