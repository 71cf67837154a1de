"""Saying what is live: append to the history, then move the pointer."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from tintype.errors import (
    ConflictError,
    ModelNotFoundError,
    ObjectNotFoundError,
    PreconditionFailedError,
    ReleaseConflictError,
)
from tintype.registry import keys
from tintype.registry.claiming import claim
from tintype.registry.reading import read_manifest, read_release
from tintype.registry.release import PRODUCTION, Release

if TYPE_CHECKING:
    from tintype.s3 import Bucket

_ATTEMPTS = 10


def promote(
    bucket: Bucket, name: str, version: int, *, alias: str = PRODUCTION, who: str = "", why: str = ""
) -> Release:
    """Give all of an alias's traffic to one version, and return the release that says so.

    Raises:
        VersionNotFoundError: there is no such version.
        ReleaseConflictError: others kept releasing at the same time.
        StorageUnavailableError: S3 did not answer.
    """
    entry = read_manifest(bucket, name, version).files["model"]
    for _ in range(_ATTEMPTS):
        last, etag = newest(bucket, name)
        aliases = {**last.aliases, alias: {version: 1.0}}
        models = {v: file for v, file in {**last.models, version: entry}.items() if _is_live(v, aliases)}
        following = Release(last.sequence + 1, aliases, models, who, _now(), why)
        if claim(bucket, keys.history(name, following.sequence), following.to_json()):  # the commit point
            _point(bucket, name, following, etag)
            return following
    raise ReleaseConflictError(name)


def newest(bucket: Bucket, name: str) -> tuple[Release, str]:
    """Return the newest release and the pointer's ETag, after repairing a pointer that lags behind the history."""
    try:
        release, etag = read_release(bucket, name)
    except ModelNotFoundError:
        release, etag = Release(0, {}, {}), ""
    assert release is not None  # noqa: S101 -- without an etag there is always a document
    while True:
        try:
            body = bucket.get(keys.history(name, release.sequence + 1)).body
        except ObjectNotFoundError:
            return release, etag
        release = Release.from_json(body)
        etag = _point(bucket, name, release, etag)


def _point(bucket: Bucket, name: str, release: Release, etag: str) -> str:
    """Move the pointer from what had ``etag``; whoever was faster has pointed at least as far."""
    key, body = keys.release(name), release.to_json()
    with suppress(PreconditionFailedError, ConflictError):
        return bucket.put(key, body, content_type="application/json", if_match=etag, if_absent=not etag)
    with suppress(ModelNotFoundError):
        return read_release(bucket, name)[1]
    return ""


def _is_live(version: int, aliases: dict[str, dict[int, float]]) -> bool:
    return any(version in shares for shares in aliases.values())


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
