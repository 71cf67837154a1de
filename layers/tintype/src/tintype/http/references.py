"""An image by reference: one that the same caller put into the upload bucket before.

A reference is a key below the caller's own folder, never a bucket or an address: nobody reaches what others uploaded,
and the function asks no server but S3 (no server-side request forgery).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import (
    NoUploadsError,
    ObjectTooLargeError,
    RequestError,
    StorageError,
    UploadNotFoundError,
    UploadsUnavailableError,
    UploadTooLargeError,
    shown,
)
from tintype.http.caller import folder

if TYPE_CHECKING:
    from tintype.http.request import Request
    from tintype.serving import Service

_MOST_KEY = 1024  # bytes, S3's limit
_FORM = 'Expected {{"upload": "<key>"}} or {{"upload": {{"key": "<key>", "version_id": "<id>"}}}}, received {}.'


def read(reference: object, request: Request, service: Service) -> bytes | bytearray:
    """Return the bytes of an image that the caller uploaded.

    Args:
        reference: what stands at ``"upload"``: a key, or an object with ``key`` and ``version_id``.
        request: whose caller it is.
        service: knows the upload bucket and the largest upload.

    Raises:
        RequestError: no reference.
        NoUploadsError: a deployment without uploads.
        UploadNotFoundError: this caller has no such upload.
        UploadTooLargeError: it has more bytes than are read into memory.
        UploadsUnavailableError: S3 did not answer.
    """
    key, version_id = _parts(reference)
    if not service.settings.upload_bucket:
        raise NoUploadsError
    whole = folder(request.caller) + key
    if len(whole.encode()) > _MOST_KEY or {".", ".."} & set(key.split("/")):
        raise UploadNotFoundError(key)  # S3 takes dots as they are, what stands before it may not
    uploads, most = service.storage(service.settings.upload_bucket), service.settings.max_upload_bytes
    try:
        return uploads.get(whole, version_id=version_id, most_bytes=most).body
    except ObjectTooLargeError as error:
        raise UploadTooLargeError(error.size, most) from None
    except StorageError as error:
        if error.transient:
            raise UploadsUnavailableError(str(error)) from error
        raise UploadNotFoundError(key) from error  # none, a deleted one, or an id that is no version's


def _parts(reference: object) -> tuple[str, str]:
    parts = {"key": reference} if isinstance(reference, str) else reference
    if not isinstance(parts, dict) or parts.keys() - {"key", "version_id"}:
        raise RequestError(_FORM.format(shown(reference)))
    key, version_id = parts.get("key"), parts.get("version_id", "")
    if not isinstance(key, str) or not isinstance(version_id, str) or not key or not (key + version_id).isprintable():
        raise RequestError(_FORM.format(shown(reference)))
    return key, version_id
