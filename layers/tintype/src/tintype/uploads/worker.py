"""One upload: read, answered, and the answer written once."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from tintype.errors import (
    NotFoundError,
    ObjectNotFoundError,
    PreconditionFailedError,
    RequestError,
    RoutesError,
    UploadBucketError,
    UploadGoneError,
    UploadSupersededError,
    UploadTooLargeError,
)
from tintype.observability import count, logger, milliseconds, stale
from tintype.serving.pipeline import identity, predict
from tintype.tasks import Parameters
from tintype.uploads import documents
from tintype.uploads.answers import answer_key, found_or_made
from tintype.uploads.naming import UNVERSIONED, key_digest, result_key
from tintype.uploads.routes import Routes
from tintype.uploads.routing import route
from tintype.uploads.webhook import configured

if TYPE_CHECKING:
    from tintype.s3 import Bucket, Object
    from tintype.serving import Service
    from tintype.serving.model import Model
    from tintype.uploads.events import Upload
    from tintype.uploads.routing import Route


class Worker:
    """For one upload at a time.

    Args:
        service: the container's models.
        uploads: the upload bucket.
        results: the result bucket.
    """

    def __init__(self, service: Service, uploads: Bucket, results: Bucket) -> None:
        self.service = service
        self.uploads = uploads
        self.results = results
        self.webhook = configured(service.settings)
        self._routes = Routes(service.settings.refresh_seconds)

    def process(self, upload: Upload) -> None:
        """Answer one upload with a document in the result bucket; a second time changes nothing.

        What can never work gets a document that says why, at once.

        Raises:
            UploadBucketError: it lies in another bucket; nothing is written, for a result's answer would be the next
                upload.
            TintypeError: what may work later: the registry or S3 did not answer, the model cannot be served, or the
                webhook's receiver did not take the answer.
        """
        if upload.bucket != self.uploads.name:
            raise UploadBucketError(self.uploads.name, upload.bucket)
        started = time.time()
        try:
            outcome = self._done(upload)
        except RequestError as error:
            outcome = _failed(error)
            count("FailedUploads")
        ended = time.time()
        times = {"uploaded": upload.uploaded, "started": _moment(started), "answered": _moment(ended)}
        key = result_key(upload.bucket, upload.key, upload.version_id, upload.etag)
        written = documents.write(self.results, key, {"upload": _described(upload), **times, **outcome})
        milliseconds("UploadDuration", ended - started)
        logger.info("upload", upload=key_digest(upload.bucket, upload.key), **_summary(upload, times, outcome))
        if self.webhook:
            self.webhook.tell(key, written)

    def _done(self, upload: Upload) -> dict[str, Any]:
        settings = self.service.settings
        if upload.size > settings.max_upload_bytes:
            raise UploadTooLargeError(upload.size, settings.max_upload_bytes)
        found = _read(upload, self.uploads)
        image = bytes(found.body)
        self.service.settle()  # the registry's connection is in use while models are loaded in the background
        asked = route(upload.key, found.headers, self._routes.newest(self.service.bucket), settings.upload_model)
        model = self._model(asked, image)
        key = answer_key(image, model.manifest, asked.top)
        answer = found_or_made(self.results, key, partial(_run, model, image, settings.max_pixels, asked.top))
        return {"status": "done", **_provenance(model), "answer": key, "result": identity(model) | answer}

    def _model(self, asked: Route, image: bytes) -> Model:
        sticky = asked.sticky.encode() or image
        try:
            served = self.service.model(asked.model, asked.version, asked.label, lambda: sticky)
        except NotFoundError as error:
            if asked.by_operator:
                raise RoutesError("a model, version and label that are released", str(error)) from error
            raise
        stale(asked.model, served.problem)
        return served.model


def _run(model: Model, image: bytes, max_pixels: int, top: int) -> dict[str, Any]:
    return predict(model, image, Parameters(top), max_pixels).document


def _read(upload: Upload, uploads: Bucket) -> Object:
    etag = f'"{upload.etag}"' if upload.version_id in UNVERSIONED and upload.etag else ""
    try:
        return uploads.get(upload.key, version_id=upload.version_id, if_match=etag)
    except ObjectNotFoundError:
        raise UploadGoneError from None
    except PreconditionFailedError:
        raise UploadSupersededError from None


def _provenance(model: Model) -> dict[str, Any]:
    return {**identity(model), "digest": f"sha256:{model.manifest.digest}"}


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
