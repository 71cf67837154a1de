"""A batch of a queue's messages, of which only those that failed come again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.errors import UploadEventError
from tintype.observability import flush, logger
from tintype.uploads.events import parse
from tintype.uploads.failures import HOPELESS
from tintype.uploads.naming import key_digest

if TYPE_CHECKING:
    from tintype.uploads.failures import Failures
    from tintype.uploads.worker import Worker

    Problem = tuple[Exception, str]
    """What went wrong, and the digest of the upload that it is about."""


def answer(event: dict[str, Any], worker: Worker, failures: Failures) -> dict[str, list[dict[str, str]]]:
    """Return ``{"batchItemFailures": [...]}``, the messages that the queue has to give out again.

    In so few lines rather than by Powertools, whose batch processor takes 50 ms to import.
    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """
    try:
        failed = [record["messageId"] for record in event["Records"] if not _is_settled(record, worker, failures)]
    finally:
        flush()
    return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}


def _is_settled(record: dict[str, Any], worker: Worker, failures: Failures) -> bool:
    problems = _problems(record, worker)
    if not problems:
        return True
    error, upload = next((each for each in problems if not isinstance(each[0], HOPELESS)), problems[0])
    return failures.settle(record, error, upload)


def _problems(record: dict[str, Any], worker: Worker) -> list[Problem]:
    """Answer all of a message's uploads, for one that fails must not hold up the others; return what went wrong."""
    try:
        news = parse(record["body"])
    except UploadEventError as error:
        return [(error, "")]
    if not news:
        logger.info("ignored: no object was created", message_id=record["messageId"])
    problems: list[Problem] = []
    for upload in news:
        try:
            worker.process(upload)
        except Exception as error:  # noqa: BLE001 -- also what is ours to mend ends in the dead-letter queue
            problems.append((error, key_digest(upload.bucket, upload.key)))
    return problems
