"""What becomes of a message that could not be answered: it comes again, each time later, or is a dead letter."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from tintype.errors import QueueError, TintypeError, UploadBucketError, UploadEventError
from tintype.observability import count, logger
from tintype.sqs import queue_url

if TYPE_CHECKING:
    from tintype.settings import Settings
    from tintype.sqs import Queues

_FIRST_SECONDS = 5
_MOST_SECONDS = 900
_MOST_CHARACTERS = 1000  # of a reason: it counts towards the message's size
HOPELESS = (UploadBucketError, UploadEventError)
"""Errors that another try cannot mend, and that no document could answer: for the operator, at once."""


class Failures:
    """Decides about each failed message.

    Args:
        queues: SQS.
        settings: which queue takes dead letters, and after how many tries.
    """

    def __init__(self, queues: Queues, settings: Settings) -> None:
        self.queues = queues
        self._dead_letters = settings.dead_letter_queue
        self._tries = settings.upload_tries

    def settle(self, record: dict[str, Any], error: Exception, upload: str) -> bool:
        """Say whether the message is done with: it lies in the dead-letter queue now, with the reason.

        Otherwise it is hidden for a while and has to be reported as failed. Where SQS takes neither, the queue's own
        visibility timeout and redrive policy do the same without a reason.

        Args:
            record: the message, as Lambda gives it.
            error: why it could not be answered.
            upload: the digest of bucket and key; empty where the message names none.
        """
        receives = int(record["attributes"]["ApproximateReceiveCount"])
        _log(record, error, upload, receives)
        try:
            if self._is_last(error, receives):
                self._bury(record, error, upload)
                return True
            self.queues.hide(queue_url(record["eventSourceARN"]), record["receiptHandle"], pause(receives))
        except QueueError as problem:
            logger.warning(str(problem), detail=problem.detail, message_id=record["messageId"])
        count("RetriedUploads")
        return False

    def _is_last(self, error: Exception, receives: int) -> bool:
        return bool(self._dead_letters) and (isinstance(error, HOPELESS) or receives >= self._tries)

    def _bury(self, record: dict[str, Any], error: Exception, upload: str) -> None:
        reason = {"error": type(error).__name__, "message": _reason(error), "upload": upload}
        self.queues.send(self._dead_letters, record["body"], reason)
        count("DeadUploads")


def pause(receives: int) -> int:
    """Return for how many seconds a message is hidden after so many receives.

    Doubled at each, at most 15 minutes, and between half and all of that, so that what failed together does not come
    together again.
    """
    most: int = min(_MOST_SECONDS, _FIRST_SECONDS << min(receives, 10))
    return round(random.uniform(0.5, 1.0) * most)  # noqa: S311 -- no secret


def _reason(error: Exception) -> str:
    text = f"{error} {error.detail}".strip() if isinstance(error, TintypeError) else repr(error)
    return "".join(each if each.isprintable() else " " for each in text[:_MOST_CHARACTERS])  # SQS takes XML's alone


def _log(record: dict[str, Any], error: Exception, upload: str, receives: int) -> None:
    kind, message = type(error).__name__, record["messageId"]
    if isinstance(error, TintypeError):
        logger.warning(str(error), detail=error.detail, kind=kind, message_id=message, upload=upload, receives=receives)
    else:  # ours to mend
        logger.error("unexpected", exc_info=error, kind=kind, message_id=message, upload=upload, receives=receives)
