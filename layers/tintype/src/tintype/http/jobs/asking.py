"""What a caller says of an image that he is going to upload, and the signed form that he gets."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import NoUploadsError, RequestError, StorageError, UploadsUnavailableError, shown
from tintype.http.jobs import naming
from tintype.http.jobs.wishes import Wishes
from tintype.http.prediction import whole
from tintype.registry.release import PRODUCTION
from tintype.tasks.parameters import MOST_TOP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.http.request import Request
    from tintype.serving import Service

SECONDS = 900
"""How long a form is good: as long as a large image takes on a slow line."""
_FIELDS = {"model", "version", "label", "top", "content_type"}
_UNKNOWN = "application/octet-stream"
_MOST_TYPE = 100  # characters
_MOST_VERSION = 999_999_999


class Asked(NamedTuple):
    """What the upload is for, and the media type that it will have."""

    wishes: Wishes
    content_type: str


def read(body: Mapping[str, Any]) -> Asked:
    """Return what the caller asked for.

    Raises:
        RequestError: something is missing, unknown, or of another type.
    """
    if body.keys() - _FIELDS or not _is_text(body.get("model")):
        raise RequestError(
            'Expected {"model": "<name>"}, with "version", "label", "top" or "content_type" beside it, '
            f"received an object with {shown(sorted(body))}."
        )
    label = body.get("label", PRODUCTION)
    if not _is_text(label):
        raise RequestError(f'Expected "label" to be an alias of the model, received {shown(label)}.')
    version, top = _whole(body, "version", _MOST_VERSION), _whole(body, "top", MOST_TOP)
    return Asked(Wishes(body["model"], version, label, top or 0), _media_type(body.get("content_type", _UNKNOWN)))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _whole(body: Mapping[str, Any], name: str, most: int) -> int | None:
    value = whole(body.get(name))
    if name in body and (type(value) is not int or not 1 <= value <= most):
        raise RequestError(f'Expected "{name}" to be a whole number from 1 to {most:,}, received {shown(value)}.')
    return None if value is None else int(value)


def _media_type(kind: Any) -> str:  # noqa: ANN401 -- whatever JSON holds
    known = isinstance(kind, str) and (kind == _UNKNOWN or kind.startswith("image/"))
    if not (known and kind.isascii() and kind.isprintable() and len(kind) <= _MOST_TYPE):
        raise RequestError(f'Expected "content_type" to be image/* or {_UNKNOWN}, received {shown(kind)}.')
    return str(kind)


def offer(asked: Asked, request: Request, service: Service) -> dict[str, Any]:
    """Return the form, the key by which a call names the upload, and where its answer will be.

    Raises:
        NoUploadsError: a deployment without uploads.
        UploadsUnavailableError: no credentials to sign with.
    """
    settings = service.settings
    if not settings.upload_bucket:
        raise NoUploadsError
    job = naming.new(asked.wishes.model)
    fields = {"key": job.key(request.caller), "Content-Type": asked.content_type}
    fields |= {f"x-amz-meta-{name}": value for name, value in asked.wishes.metadata().items()}
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
