"""What became of a job: read off the two buckets, where the upload and its answer are."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from tintype.errors import (
    JobNotQueuedError,
    NoUploadsError,
    ObjectNotFoundError,
    PreconditionFailedError,
    StorageError,
    UploadsUnavailableError,
)
from tintype.uploads.naming import result_key
from tintype.uploads.running import is_marked

if TYPE_CHECKING:
    from tintype.http.jobs.naming import Job
    from tintype.s3 import Bucket
    from tintype.serving import Service

WAITING, QUEUED, RUNNING, CANCELLED = "waiting", "queued", "running", "cancelled"
_SECONDS = 300
"""How long a file's address is good for."""

_SHOWN = ("status", "model", "version", "digest", "answered", "result", "error")


def find(job: Job, caller: str, service: Service) -> dict[str, Any]:
    """Return the job's document.

    ``status`` is ``waiting`` (nothing was uploaded yet, or it is gone), ``queued``, ``running``, ``done``,
    ``failed``, ``superseded`` (overwritten before it was read) or ``cancelled``.

    Raises:
        NoUploadsError: a deployment without uploads.
        UploadsUnavailableError: S3 did not answer.
    """
    uploads, results = _buckets(service)
    try:
        place = _place(job.key(caller), uploads)
        return _document(job, _located(_read(place, results), results) if place else {"status": WAITING})
    except StorageError as error:
        raise UploadsUnavailableError(str(error)) from error


def cancel(job: Job, caller: str, service: Service) -> dict[str, Any]:
    """Answer an upload that has no answer yet as cancelled: of this and the model's answer the first one stays.

    Raises:
        NoUploadsError: a deployment without uploads.
        JobNotQueuedError: nothing was uploaded yet, or the answer is there.
        UploadsUnavailableError: S3 did not answer.
    """
    uploads, results = _buckets(service)
    try:
        place = _place(job.key(caller), uploads)
        if not place:
            raise JobNotQueuedError(WAITING)
        results.put(place, _cancelled(uploads.name, job.key(caller)), content_type="application/json", if_absent=True)
    except PreconditionFailedError:
        found = find(job, caller, service)
        if found["status"] != CANCELLED:
            raise JobNotQueuedError(found["status"]) from None
    except StorageError as error:
        raise UploadsUnavailableError(str(error)) from error
    return _document(job, {"status": CANCELLED})


def _cancelled(bucket: str, key: str) -> bytes:
    answered = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return json.dumps({"upload": {"bucket": bucket, "key": key}, "answered": answered, "status": CANCELLED}).encode()


def _buckets(service: Service) -> tuple[Bucket, Bucket]:
    settings = service.settings
    if not (settings.upload_bucket and settings.result_bucket):
        raise NoUploadsError
    return service.storage(settings.upload_bucket), service.storage(settings.result_bucket)


def _place(key: str, uploads: Bucket) -> str:
    """Return where the newest version's answer lies or will lie; empty without an upload."""
    try:
        upload = uploads.head(key)
    except ObjectNotFoundError:
        return ""
    return result_key(uploads.name, key, upload.headers.get("x-amz-version-id", ""), upload.etag)


def _read(place: str, results: Bucket) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(results.get(place).body)
    except ObjectNotFoundError:
        return {"status": RUNNING if is_marked(results, place) else QUEUED}
    return found


def _located(found: dict[str, Any], results: Bucket) -> dict[str, Any]:
    """Return what was found, with an address of the file that the task made, if it made one."""
    result = found.get("result", {})
    if not (key := result.get("output", {}).get("key")):
        return found
    output = {name: value for name, value in result["output"].items() if name != "key"}
    output["location"] = results.presigned(key, _SECONDS)
    return {**found, "result": {**result, "output": output}}


def _document(job: Job, found: dict[str, Any]) -> dict[str, Any]:
    return {"job": job.id, "upload": job.upload} | {name: found[name] for name in _SHOWN if name in found}
