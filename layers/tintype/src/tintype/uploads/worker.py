"""One upload: read, answered, and the answer written once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tintype.errors import (
    ObjectNotFoundError,
    PreconditionFailedError,
    RequestError,
    UploadGoneError,
    UploadRoutingError,
    UploadSupersededError,
    UploadTooLargeError,
)
from tintype.observability import count, logger, milliseconds, stale
from tintype.serving.pipeline import document, run_image
from tintype.uploads import documents
from tintype.uploads.naming import UNVERSIONED, result_key

if TYPE_CHECKING:
    from tintype.s3 import Bucket
    from tintype.serving import Served, Service
    from tintype.uploads.events import Upload


def process(upload: Upload, service: Service, results: Bucket, uploads: Bucket) -> None:
    """Answer one upload with a document in the result bucket; a second time changes nothing.

    What can never work gets a document that says why, at once.

    Raises:
        TintypeError: what may work later: the registry or S3 did not answer, or the model cannot be served.
    """
    started = time.perf_counter()
    try:
        outcome = _done(upload, service, uploads)
    except RequestError as error:
        outcome = _failed(error)
        count("FailedUploads")
    _write(upload, outcome, results)
    milliseconds("UploadDuration", time.perf_counter() - started)
    logger.info("upload", key=upload.key, version_id=upload.version_id, **_summary(outcome))


def _done(upload: Upload, service: Service, uploads: Bucket) -> dict[str, Any]:
    if upload.size > service.settings.max_upload_bytes:
        raise UploadTooLargeError(upload.size, service.settings.max_upload_bytes)
    served = service.model(_model_name(upload.key, service.settings.upload_model))
    stale(served.model.manifest.name, served.problem)
    answer = run_image(served.model, _read(upload, uploads), service.settings.max_pixels)
    return {"status": "done", **_provenance(served), "result": document(served.model, answer)}


def _model_name(key: str, default: str) -> str:
    folder, slash, _ = key.partition("/")
    name = folder if slash else default
    if not name:
        raise UploadRoutingError(key)
    return name


def _read(upload: Upload, uploads: Bucket) -> bytes:
    etag = f'"{upload.etag}"' if upload.version_id in UNVERSIONED and upload.etag else ""
    try:
        return bytes(uploads.get(upload.key, version_id=upload.version_id, if_match=etag).body)
    except ObjectNotFoundError:
        raise UploadGoneError from None
    except PreconditionFailedError:
        raise UploadSupersededError from None


def _provenance(served: Served) -> dict[str, Any]:
    manifest = served.model.manifest
    return {"model": manifest.name, "version": manifest.version, "digest": f"sha256:{manifest.digest}"}


def _failed(error: RequestError) -> dict[str, Any]:
    status = "superseded" if isinstance(error, UploadSupersededError) else "failed"
    return {"status": status, "error": {"type": type(error).__name__, "status": error.status, "message": str(error)}}


def _write(upload: Upload, outcome: dict[str, Any], results: Bucket) -> None:
    answered = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    key = result_key(upload.bucket, upload.key, upload.version_id, upload.etag)
    documents.write(results, key, {"upload": upload._asdict(), "answered": answered, **outcome})


def _summary(outcome: dict[str, Any]) -> dict[str, Any]:
    return {name: outcome[name] for name in ("status", "model", "version", "error") if name in outcome}
