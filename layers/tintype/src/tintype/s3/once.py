"""Of several writers of one object the first one's counts for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import PreconditionFailedError

if TYPE_CHECKING:
    from tintype.s3.bucket import Bucket, Object


def write_once(bucket: Bucket, key: str, body: bytes, content_type: str, etag: str = "") -> Object | None:
    """Write an object unless another stands there; return that one, or None if this one was written.

    Args:
        bucket: where.
        key: the object's key.
        body: its bytes.
        content_type: kept with it.
        etag: of the object that this one may take the place of; by default there must be none.

    Raises:
        StorageUnavailableError, ConflictError, AccessDeniedError: see ``tintype.errors``.
    """
    try:
        bucket.put(key, body, content_type=content_type, if_absent=not etag, if_match=etag)
    except PreconditionFailedError:
        return bucket.get(key)
    return None
