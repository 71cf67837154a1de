"""S3 Batch Operations' own way to call a function, in both versions of its schema.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from tintype.batches.events import Asked, asked, reading
from tintype.errors import InferenceError, ObjectNotFoundError, ObjectTooLargeError, RequestError, TintypeError
from tintype.errors import UploadGoneError as GoneError
from tintype.errors import UploadTooLargeError as TooLargeError
from tintype.observability import count, logger, stale
from tintype.serving.authorship import author
from tintype.serving.pipeline import identity, predict
from tintype.tasks import Parameters
from tintype.uploads.routing import route

if TYPE_CHECKING:
    from tintype.serving import Service

_SUCCEEDED, _TEMPORARY, _PERMANENT = "Succeeded", "TemporaryFailure", "PermanentFailure"
_FOR_GOOD = (RequestError, InferenceError)
_LEFT_OUT = ("predictions", "image")  # the report has one line for each image


def answer(event: dict[str, Any], service: Service) -> dict[str, Any]:
    """Return a result for each task: the image's label and score, or why there is none.

    The model is that of the job's user arguments (``model``, ``version``, ``label``; schema 2.0), otherwise the key's
    first folder names it, as with uploads.

    Raises:
        BatchEventError: it is no such event.
    """
    with reading():
        said = event.get("job", {}).get("userArguments") or {}
        by_job = asked(said) if said else None
        results = [_result(task, by_job, service) for task in event["tasks"]]
        return {
            "invocationSchemaVersion": event["invocationSchemaVersion"],
            "treatMissingKeysAs": _PERMANENT,
            "invocationId": event["invocationId"],
            "results": results,
        }


def _result(task: dict[str, Any], by_job: Asked | None, service: Service) -> dict[str, str]:
    bucket = task.get("s3Bucket") or task["s3BucketArn"].rpartition(":")[2]
    key, version = unquote_plus(task["s3Key"], errors="strict"), task.get("s3VersionId") or ""
    try:
        code, text = _SUCCEEDED, json.dumps(_answer(bucket, key, version, by_job, service), ensure_ascii=False)
    except TintypeError as error:
        code, text = _PERMANENT if isinstance(error, _FOR_GOOD) else _TEMPORARY, f"{type(error).__name__}: {error}"
        logger.warning("task", task=task["taskId"], kind=type(error).__name__, detail=error.detail)
        count("FailedBatchImages")
    count("BatchImages")
    return {"taskId": task["taskId"], "resultCode": code, "resultString": text}


def _answer(bucket: str, key: str, version: str, by_job: Asked | None, service: Service) -> dict[str, Any]:
    most = service.settings.max_upload_bytes
    try:
        image = service.storage(bucket).get(key, version_id=version, most_bytes=most)
    except ObjectNotFoundError:
        raise GoneError from None
    except ObjectTooLargeError as error:
        raise TooLargeError(error.size, most) from None
    chosen = by_job or route(key, image.headers, (), service.settings.upload_model)
    served = service.model(chosen.model, chosen.version, chosen.label, lambda: image.body)
    stale(chosen.model, served.problem)
    model = author(service, served, image.body).model
    made = predict(model, bytes(image.body), Parameters(1), service.settings.max_pixels)
    said = {**identity(model), **made.document}  # a report has no room for files
    return {name: value for name, value in said.items() if name not in _LEFT_OUT}
