"""An upload's document, written once: what is said of an object that was read stays as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tintype.errors import UploadGoneError, UploadSupersededError
from tintype.s3.once import write_once

if TYPE_CHECKING:
    from tintype.s3 import Bucket

_UNREAD = (UploadGoneError.__name__, UploadSupersededError.__name__)


def write(results: Bucket, key: str, document: dict[str, Any]) -> dict[str, Any]:
    """Write the document, unless there is one; return the one that stands.

    Without versions the same bytes may be uploaded, overwritten or deleted, and uploaded again. Both uploads have the
    same name then, so that a document which only says that the first could not be read makes room for the answer.

    Raises:
        StorageUnavailableError, ConflictError, AccessDeniedError: see ``tintype.errors``.
    """
    body = json.dumps(document, ensure_ascii=False, indent=1).encode()
    found = write_once(results, key, body, "application/json")
    while found:
        standing: dict[str, Any] = json.loads(found.body)
        if _is_unread(document) or not _is_unread(standing):
            return standing
        found = write_once(results, key, body, "application/json", found.etag)
    return document


def _is_unread(document: dict[str, Any]) -> bool:
    return document.get("error", {}).get("type") in _UNREAD
