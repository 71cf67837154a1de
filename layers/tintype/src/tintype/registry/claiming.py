"""Writing a document that may exist only once, and knowing whether it was us who wrote it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tintype.errors import ConflictError, ObjectNotFoundError, PreconditionFailedError

if TYPE_CHECKING:
    from tintype.s3 import Bucket

_NOTE = "claim"


def claim(bucket: Bucket, key: str, document: bytes) -> bool:
    """Write ``document`` if nothing has this key yet; say whether it is ours.

    When S3's answer is lost, the write is repeated and then refused, because the first one has succeeded. A random note
    beside the document tells that from somebody else's write, even of the very same bytes.

    Raises:
        StorageUnavailableError: S3 did not answer.
    """
    ours = os.urandom(16).hex()
    try:
        bucket.put(key, document, content_type="application/json", if_absent=True, metadata={_NOTE: ours})
    except (PreconditionFailedError, ConflictError):
        return _noted(bucket, key) == ours
    return True


def _noted(bucket: Bucket, key: str) -> str:
    try:
        return bucket.head(key).headers.get(f"x-amz-meta-{_NOTE}", "")
    except ObjectNotFoundError:  # somebody else's write is still under way
        return ""
