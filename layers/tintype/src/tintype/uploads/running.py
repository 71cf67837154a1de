"""Marks of jobs that a worker is at: without them a caller who asks could not tell waiting from work."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tintype.errors import ObjectNotFoundError, StorageError
from tintype.observability import logger
from tintype.uploads.routing import CALLER

if TYPE_CHECKING:
    from tintype.s3 import Bucket

SECONDS = 60
"""How long a mark counts: the upload function's timeout, after which nobody is at it any more."""


def mark(results: Bucket, key: str, place: str) -> None:
    """Say that a worker begins with an upload, if it is a job; others would cost a write for nobody.

    Args:
        results: the result bucket.
        key: the upload's.
        place: its document's key.
    """
    if not CALLER.match(key):
        return
    try:
        results.put(_mark(place), str(time.time()).encode(), content_type="text/plain")
    except StorageError as error:  # whoever asks hears "queued"
        logger.warning("no mark", detail=str(error))


def is_marked(results: Bucket, place: str) -> bool:
    """Say whether a worker is at the upload whose document will be at ``place``.

    Raises:
        StorageUnavailableError, AccessDeniedError: see ``tintype.errors``.
    """
    try:
        since = float(results.get(_mark(place)).body)
    except ObjectNotFoundError:
        return False
    return time.time() - since < SECONDS


def _mark(place: str) -> str:
    return f"running/{place.partition('/')[2].removesuffix('.json')}"
