"""A batch of a queue's messages, of which only those that failed come again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from tintype.errors import UploadEventError
from tintype.observability import flush, logger
from tintype.uploads.events import parse
from tintype.uploads.failures import HOPELESS
from tintype.uploads.naming import key_digest

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

    from tintype.uploads.failures import Failures
    from tintype.uploads.worker import Worker

    Problem = tuple[Exception, str]
    """What went wrong, and the digest of the upload that it is about."""

_processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def answer(event: dict[str, Any], context: Any, worker: Worker, failures: Failures) -> Any:  # noqa: ANN401
    """Return ``{"batchItemFailures": [...]}``, the messages that the queue has to give out again.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """
    one = partial(_one, worker=worker, failures=failures)
    try:
        return process_partial_response(event=event, record_handler=one, processor=_processor, context=context)
    finally:
        flush()


def _one(record: SQSRecord, worker: Worker, failures: Failures) -> None:
    problems = _problems(record, worker)
    if problems:
        error, upload = next((each for each in problems if not isinstance(each[0], HOPELESS)), problems[0])
        if not failures.settle(record, error, upload):
            raise error


def _problems(record: SQSRecord, worker: Worker) -> list[Problem]:
    """Answer all of a message's uploads, for one that fails must not hold up the others; return what went wrong."""
    try:
        news = parse(record.body)
    except UploadEventError as error:
        return [(error, "")]
    if not news:
        logger.info("ignored: no object was created", message_id=record.message_id)
    problems: list[Problem] = []
    for upload in news:
        try:
            worker.process(upload)
        except Exception as error:  # noqa: BLE001 -- also what is ours to mend ends in the dead-letter queue
            problems.append((error, key_digest(upload.bucket, upload.key)))
    return problems
