"""A batch of the queue's messages, of which only those that failed come again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.errors import TintypeError
from tintype.observability import count, flush, logger

if TYPE_CHECKING:
    from tintype.shadows.worker import Worker


def answer(event: dict[str, Any], worker: Worker) -> dict[str, list[dict[str, str]]]:
    """Return ``{"batchItemFailures": [...]}``, the messages that the queue has to give out again."""
    try:
        failed = [record["messageId"] for record in event["Records"] if not _is_done(record, worker)]
    finally:
        flush()
    return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}


def _is_done(record: dict[str, Any], worker: Worker) -> bool:
    message = record["messageId"]
    try:
        worker.process(record["body"])
    except TintypeError as error:
        logger.warning(str(error), detail=error.detail, kind=type(error).__name__, message_id=message)
    except Exception:  # noqa: BLE001 -- also what is ours to mend ends among the dead letters
        logger.exception("unexpected", message_id=message)
    else:
        return True
    count("RetriedShadowCalls")
    return False
