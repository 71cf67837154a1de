"""Events as the services of AWS send them, no larger than a test needs."""

from __future__ import annotations

import json
from base64 import b64encode
from itertools import count
from typing import Any

_ids = count(1)


def call(
    method: str,
    path: str,
    body: bytes | dict[str, Any] | str = b"",
    *,
    content_type: str = "",
    headers: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return API Gateway's event: bytes travel as base64, a dict as JSON text, text as it is."""
    if isinstance(body, dict):
        body, content_type = json.dumps(body), content_type or "application/json"
    text = b64encode(body).decode() if isinstance(body, bytes) else body
    return {
        "resource": "/v1/{proxy+}",
        "path": path,
        "httpMethod": method,
        "headers": ({"Content-Type": content_type} if content_type else {}) | (headers or {}),
        "queryStringParameters": query,
        "requestContext": {"requestId": f"request-{next(_ids)}", "httpMethod": method, "stage": "api"},
        "body": text or None,
        "isBase64Encoded": isinstance(body, bytes) and bool(body),
    }


def created(bucket: str, key: str, *, size: int = 100, etag: str = "e", version_id: str = "") -> str:
    """Return what EventBridge says of a new object, as the body of a queue's message."""
    item = {"key": key, "size": size, "etag": etag, "sequencer": "0067409C3E5B1A2C00"}
    return json.dumps(
        {
            "version": "0",
            "detail-type": "Object Created",
            "source": "aws.s3",
            "time": "2024-11-22T15:00:30Z",
            "region": "us-east-1",
            "detail": {
                "version": "0",
                "bucket": {"name": bucket},
                "object": item | ({"version-id": version_id} if version_id else {}),
                "reason": "PutObject",
            },
        }
    )


def batch(*bodies: str) -> dict[str, Any]:
    """Return Lambda's event for messages of a queue; their ids are "message-0" and so on."""
    return {
        "Records": [
            {
                "messageId": f"message-{index}",
                "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1732287631123"},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:uploads",
                "awsRegion": "us-east-1",
            }
            for index, body in enumerate(bodies)
        ]
    }
