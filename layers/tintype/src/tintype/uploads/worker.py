"""One upload: read, answered, and the answer written once."""

from __future__ import annotations

import time
from functools import partial
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
from tintype.uploads.answers import answer_key, found_or_made
from tintype.uploads.naming import UNVERSIONED, key_digest, result_key

if TYPE_CHECKING:
    from tintype.s3 import Bucket
    from tintype.serving import Served, Service
    from tintype.serving.model import Model
    from tintype.uploads.events import Upload

_TOP = 5
_IDENTITY = ("model", "version")  # who answered, which the answer itself does not depend on


def process(upload: Upload, service: Service, results: Bucket, uploads: Bucket) -> None:
    """Answer one upload with a document in the result bucket; a second time changes nothing.

    What can never work gets a document that says why, at once.

    Raises:
        TintypeError: what may work later: the registry or S3 did not answer, or the model cannot be served.
    """
    started = time.time()
    try:
        outcome = _done(upload, service, results, uploads)
    except RequestError as error:
        outcome = _failed(error)
        count("FailedUploads")
    ended = time.time()
    times = {"uploaded": upload.uploaded, "started": _moment(started), "answered": _moment(ended)}
    key = result_key(upload.bucket, upload.key, upload.version_id, upload.etag)
    documents.write(results, key, {"upload": _described(upload), **times, **outcome})
    milliseconds("UploadDuration", ended - started)
    logger.info("upload", upload=key_digest(upload.bucket, upload.key), **_summary(upload, times, outcome))


def _done(upload: Upload, service: Service, results: Bucket, uploads: Bucket) -> dict[str, Any]:
    if upload.size > service.settings.max_upload_bytes:
        raise UploadTooLargeError(upload.size, service.settings.max_upload_bytes)
    served = service.model(_model_name(upload.key, service.settings.upload_model))
    manifest = served.model.manifest
    stale(manifest.name, served.problem)
    image = _read(upload, uploads)
    key = answer_key(image, manifest, _TOP)
    answer = found_or_made(results, key, partial(_run, served.model, image, service.settings.max_pixels))
    identity = {"model": manifest.name, "version": manifest.version}
    return {"status": "done", **_provenance(served), "answer": key, "result": identity | answer}


def _run(model: Model, image: bytes, max_pixels: int) -> dict[str, Any]:
    made = document(model, run_image(model, image, max_pixels), _TOP)
    return {name: value for name, value in made.items() if name not in _IDENTITY}


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


def _described(upload: Upload) -> dict[str, Any]:
    return {name: value for name, value in upload._asdict().items() if name != "uploaded"}


def _summary(upload: Upload, times: dict[str, str], outcome: dict[str, Any]) -> dict[str, Any]:
    names = ("status", "model", "version", "digest", "answer", "error")
    return {"version_id": upload.version_id, **times} | {name: outcome[name] for name in names if name in outcome}


def _moment(seconds: float) -> str:
    """Return ISO 8601 in UTC, to the millisecond."""
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(seconds))}.{int(seconds * 1000) % 1000:03}Z"
