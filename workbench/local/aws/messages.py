"""Keep SQS messages on disk: one file per message, replaced when it is received, removed with it."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moto.sqs.models import Message

from workbench.local.aws.files import replace

_FIELDS = (
    "message_attributes",
    "system_attributes",
    "sent_timestamp",
    "approximate_first_receive_timestamp",
    "approximate_receive_count",
    "deduplication_id",
    "group_id",
    "sequence_number",
    "delayed_until",
)


class MessageJournal:
    """The messages of every queue, on disk.

    Args:
        folder: where the files are; it has to exist.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, queue: str, message: Any) -> None:  # noqa: ANN401  # moto's class is untyped here
        """Write a message; one that moves to another queue is written once more, under the same name."""
        content = {"queue": queue, "id": message.id, "body": message.body}
        content |= {name: getattr(message, name) for name in _FIELDS}
        replace(self._path(message.id), json.dumps(content, default=_encode).encode())

    def remove(self, message_id: str) -> None:
        """Forget a message."""
        self._path(message_id).unlink(missing_ok=True)

    def load(self, queue: str) -> Iterator[Any]:
        """Yield a queue's messages, the first sent first; all of them are visible again."""
        contents = [json.loads(path.read_bytes(), object_hook=_decode) for path in self._folder.glob("*.json")]
        for content in sorted(contents, key=lambda item: item["sent_timestamp"]):
            if content["queue"] == queue:
                message = Message(content["id"], content["body"])
                for name in _FIELDS:
                    setattr(message, name, content[name])
                yield message

    def _path(self, message_id: str) -> Path:
        return self._folder / f"{message_id}.json"


def _encode(value: object) -> dict[str, str]:
    if not isinstance(value, bytes):
        message = f"expected something JSON can hold or bytes, received {type(value).__name__}"
        raise TypeError(message)
    return {"__base64__": base64.b64encode(value).decode()}


def _decode(value: dict[str, Any]) -> object:
    return base64.b64decode(value["__base64__"]) if value.keys() == {"__base64__"} else value
