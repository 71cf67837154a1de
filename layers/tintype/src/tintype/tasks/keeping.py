"""An answer's file, kept in a bucket beside its document."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tintype.errors import PreconditionFailedError
from tintype.images.formats import CODED_TYPE

if TYPE_CHECKING:
    from tintype.s3 import Bucket
    from tintype.tasks.result import Result

ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", CODED_TYPE: "tint"}
"""How the names of files end that a task makes, by media type."""


def kept(result: Result, bucket: Bucket, stem: str) -> dict[str, Any]:
    """Return the result's document; where the task made a file, it is written first, and ``output.key`` says where.

    Args:
        result: what the task made.
        bucket: where the file goes.
        stem: the file's key without its ending, which follows from all that the answer follows from.

    Raises:
        StorageUnavailableError, ConflictError, AccessDeniedError: see ``tintype.errors``.
    """
    if result.body is None:
        return result.document
    key = f"{stem}.{ENDINGS.get(result.media_type, 'bin')}"
    with suppress(PreconditionFailedError):  # an equal answer was written before
        bucket.put(key, result.body, content_type=result.media_type, if_absent=True)
    return {**result.document, "output": {**result.document.get("output", {}), "key": key}}
