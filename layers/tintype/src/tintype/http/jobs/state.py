"""What became of a job: read off the two buckets, where the upload and its answer are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tintype.errors import ObjectNotFoundError, RequestError, StorageError, UploadsUnavailableError
from tintype.uploads.naming import result_key

if TYPE_CHECKING:
    from tintype.http.jobs.naming import Job
    from tintype.s3 import Bucket
    from tintype.serving import Service

WAITING, QUEUED = "waiting", "queued"
_SHOWN = ("status", "model", "version", "digest", "answered", "result", "error")


def find(job: Job, caller: str, service: Service) -> dict[str, Any]:
    """Return the job's document.

    ``status`` is ``waiting`` (nothing was uploaded yet, or it is gone), ``queued``, ``done`` or ``failed``.

    Raises:
        RequestError: a deployment without uploads.
        UploadsUnavailableError: S3 did not answer.
    """
    settings = service.settings
    if not (settings.upload_bucket and settings.result_bucket):
        raise RequestError("Expected an image in the call: this deployment takes no uploads.")
    uploads, results = service.storage(settings.upload_bucket), service.storage(settings.result_bucket)
    document = {"job": job.id, "upload": job.upload}
    try:
        answer = _answer(job.key(caller), uploads, results)
    except StorageError as error:
        raise UploadsUnavailableError(str(error)) from error
    return document | {name: answer[name] for name in _SHOWN if name in answer}


def _answer(key: str, uploads: Bucket, results: Bucket) -> dict[str, Any]:
    try:
        upload = uploads.head(key)
    except ObjectNotFoundError:
        return {"status": WAITING}
    version_id = upload.headers.get("x-amz-version-id", "")
    try:
        found: dict[str, Any] = json.loads(results.get(result_key(uploads.name, key, version_id, upload.etag)).body)
    except ObjectNotFoundError:
        return {"status": QUEUED}
    return found
