"""A batch of a queue's messages, of which only those that failed come again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from tintype.errors import TintypeError
from tintype.observability import count, flush, logger
from tintype.uploads.events import parse

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

    from tintype.uploads.worker import Worker

_processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def answer(event: dict[str, Any], context: Any, worker: Worker) -> Any:  # noqa: ANN401
    """Return ``{"batchItemFailures": [...]}``, the messages that the queue has to give out again.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """
    one = partial(_one, worker=worker)
    try:
        return process_partial_response(event=event, record_handler=one, processor=_processor, context=context)
    finally:
        flush()


def _one(record: SQSRecord, worker: Worker) -> None:
    try:
        news = parse(record.body)
        if not news:
            logger.info("ignored: no object was created", message_id=record.message_id)
        for upload in news:
            worker.process(upload)
    except TintypeError as error:
        count("RetriedUploads")
        logger.warning(str(error), detail=error.detail, kind=type(error).__name__, message_id=record.message_id)
        raise
    except Exception:  # ours to mend, or no event of S3: the queue's redrive policy ends the tries
        count("RetriedUploads")
        logger.exception("unexpected", message_id=record.message_id)
        raise
