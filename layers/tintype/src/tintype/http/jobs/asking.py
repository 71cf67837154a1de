"""What a caller says of an image that he is going to upload, and the signed form that he gets."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import RequestError, StorageError, UploadsUnavailableError, shown
from tintype.http.jobs import naming

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.http.request import Request
    from tintype.serving import Service

SECONDS = 900
"""How long a form is good: as long as a large image takes on a slow line."""
_FIELDS = {"model", "content_type"}
_UNKNOWN = "application/octet-stream"
_MOST_TYPE = 100  # characters


class Asked(NamedTuple):
    """A model, and the media type that the upload will have."""

    model: str
    content_type: str


def read(body: Mapping[str, Any]) -> Asked:
    """Return what the caller asked for.

    Raises:
        RequestError: something is missing, unknown, or no text.
    """
    model, kind = body.get("model"), body.get("content_type", _UNKNOWN)
    if body.keys() - _FIELDS or not isinstance(model, str) or not model:
        raise RequestError(
            'Expected {"model": "<name>"}, with "content_type" where it is known, '
            f"received an object with {shown(sorted(body))}."
        )
    known = isinstance(kind, str) and (kind == _UNKNOWN or kind.startswith("image/"))
    if not (known and kind.isascii() and kind.isprintable() and len(kind) <= _MOST_TYPE):
        raise RequestError(f'Expected "content_type" to be image/* or {_UNKNOWN}, received {shown(kind)}.')
    return Asked(model, kind)


def offer(asked: Asked, request: Request, service: Service) -> dict[str, Any]:
    """Return the form, the key by which a call names the upload, and where its answer will be.

    Raises:
        RequestError: a deployment without uploads.
        UploadsUnavailableError: no credentials to sign with.
    """
    settings = service.settings
    if not settings.upload_bucket:
        raise RequestError("Expected an image in the call: this deployment takes no uploads.")
    job = naming.new(asked.model)
    fields = {"key": job.key(request.caller), "Content-Type": asked.content_type}
    try:
        url, form = service.storage(settings.upload_bucket).form(fields, settings.max_upload_bytes, SECONDS)
    except StorageError as error:
        raise UploadsUnavailableError(str(error)) from error
    return {
        "upload": job.upload,
        "job": f"{request.base}/v1/jobs/{job.id}",
        "form": {"url": url, "fields": form},
        "max_bytes": settings.max_upload_bytes,
        "expires": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + SECONDS)),
    }
