"""One upload: read, answered, and the answer written once."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from tintype.errors import (
    ObjectNotFoundError,
    ObjectTooLargeError,
    PreconditionFailedError,
    RequestError,
    UploadBucketError,
    UploadGoneError,
    UploadSupersededError,
    UploadTooLargeError,
)
from tintype.observability import count, milliseconds, report
from tintype.tasks.keeping import kept
from tintype.uploads import documents, running
from tintype.uploads.answers import answer_key, answer_name, found_or_made
from tintype.uploads.models import Models
from tintype.uploads.naming import UNVERSIONED, key_digest, result_key
from tintype.uploads.webhook import configured

if TYPE_CHECKING:
    from tintype.manifest import Manifest
    from tintype.s3 import Bucket, Object
    from tintype.serving import Service
    from tintype.uploads.events import Upload

_LOGGED = ("status", "model", "version", "digest", "answer", "error")


class Worker:
    """For one upload at a time, over its own connections; see :meth:`twin`.

    Args:
        service: the container's models.
        uploads: the upload bucket.
        results: the result bucket.
    """

    def __init__(self, service: Service, uploads: Bucket, results: Bucket) -> None:
        self.uploads = uploads
        self.results = results
        self.models = Models(service)
        self.webhook = configured(service.settings)

    def twin(self) -> Worker:
        """Return a worker with the same models over connections of its own, for another thread."""
        twin = Worker(self.models.service, self.uploads.twin(), self.results.twin())
        twin.models = self.models
        return twin

    def close(self) -> None:
        """Close its connections; the next upload opens others."""
        self.uploads.close()
        self.results.close()
        if self.webhook:
            self.webhook.close()

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
        key = result_key(upload.bucket, upload.key, upload.version_id, upload.etag)
        running.mark(self.results, upload.key, key)
        outcome = self._outcome(upload)
        ended = time.time()
        times = {"uploaded": upload.uploaded, "started": _moment(started), "answered": _moment(ended)}
        written = documents.write(self.results, key, {"upload": _described(upload), **times, **outcome})
        self._record(upload, times, outcome, ended - started)
        if self.webhook:
            self.webhook.tell(key, written)

    def _outcome(self, upload: Upload) -> dict[str, Any]:
        try:
            return self._done(upload)
        except RequestError as error:
            status = "superseded" if isinstance(error, UploadSupersededError) else "failed"
            return {"status": status, "error": error.described()}

    def _done(self, upload: Upload) -> dict[str, Any]:
        found = _read(upload, self.uploads, self.models.service.settings.max_upload_bytes)
        image = bytes(found.body)
        manifest, top, label = self.models.chosen(upload.key, found.headers, image)
        name = answer_name(image, manifest, top)
        key = answer_key(name)
        answer = found_or_made(self.results, key, partial(self._made, name, manifest, image, top, label))
        about = {"model": manifest.name, "version": manifest.version}
        return {
            "status": "done",
            **about,
            "digest": f"sha256:{manifest.digest}",
            "answer": key,
            "result": about | answer,
        }

    def _made(self, name: str, manifest: Manifest, image: bytes, top: int, label: str) -> dict[str, Any]:
        return kept(self.models.answer(name, manifest, image, top, label), self.results, f"answers/{name}")

    def _record(self, upload: Upload, times: dict[str, str], outcome: dict[str, Any], seconds: float) -> None:
        with self.models.turn:
            milliseconds("UploadDuration", seconds)
            if "error" in outcome:
                count("FailedUploads")
            report(
                "upload",
                upload=key_digest(upload.bucket, upload.key),
                version_id=upload.version_id,
                size=upload.size,
                image=outcome.get("result", {}).get("image"),
                milliseconds=round(seconds * 1000, 3),
                **times,
                **{name: outcome[name] for name in _LOGGED if name in outcome},
            )


def _read(upload: Upload, uploads: Bucket, most: int) -> Object:
    etag = f'"{upload.etag}"' if upload.version_id in UNVERSIONED and upload.etag else ""
    try:
        return uploads.get(upload.key, version_id=upload.version_id, if_match=etag, most_bytes=most)
    except ObjectNotFoundError:
        raise UploadGoneError from None
    except ObjectTooLargeError as error:
        raise UploadTooLargeError(error.size, most) from None
    except PreconditionFailedError:
        raise UploadSupersededError from None


def _described(upload: Upload) -> dict[str, Any]:
    return {name: value for name, value in upload._asdict().items() if name != "uploaded"}


def _moment(seconds: float) -> str:
    """Return ISO 8601 in UTC, to the millisecond."""
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(seconds))}.{int(seconds * 1000) % 1000:03}Z"
