"""The pointer to the newest release: what readers ask for, and what lags when a writer dies between its two writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import ConflictError, ModelNotFoundError, ObjectNotFoundError, PreconditionFailedError
from tintype.registry import keys
from tintype.registry.reading import read_release
from tintype.registry.release import Release

if TYPE_CHECKING:
    from tintype.s3 import Bucket

_ATTEMPTS = 3


def newest(bucket: Bucket, name: str) -> tuple[Release, str]:
    """Return the newest release and the pointer's ETag, after repairing a pointer that lags behind the history.

    The release of a model that was never released has the sequence 0 and no aliases.

    Raises:
        ManifestError: the release cannot be read, or is of a newer format.
        StorageUnavailableError: S3 did not answer.
    """
    release, etag = _pointed(bucket, name)
    while (following := _entry_after(bucket, name, release)) is not None:
        release = following
        etag = point(bucket, name, release, etag)
    return release, etag


def point(bucket: Bucket, name: str, release: Release, etag: str) -> str:
    """Move the pointer from what had ``etag`` to ``release``, or leave it to whoever has pointed at least as far.

    Returns:
        The pointer's ETag.

    Raises:
        ConflictError: others kept writing, and came to nothing.
        StorageUnavailableError: S3 did not answer.
    """
    key, body = keys.release(name), release.to_json()
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return bucket.put(key, body, content_type="application/json", if_match=etag, if_absent=not etag)
        except (PreconditionFailedError, ConflictError):
            pointed, etag = _pointed(bucket, name)
            if pointed.sequence >= release.sequence:
                return etag
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError


def _pointed(bucket: Bucket, name: str) -> tuple[Release, str]:
    try:
        release, etag = read_release(bucket, name)
    except ModelNotFoundError:
        release, etag = Release(0, {}, {}), ""
    assert release is not None  # noqa: S101 -- without an etag there is always a document
    return release, etag


def _entry_after(bucket: Bucket, name: str, release: Release) -> Release | None:
    try:
        return Release.from_json(bucket.get(keys.history(name, release.sequence + 1)).body)
    except ObjectNotFoundError:
        return None
