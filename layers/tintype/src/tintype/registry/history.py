"""What was live when, who wanted it, and what was before: read from entries that nobody ever changes."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from tintype.errors import ModelNotFoundError
from tintype.registry import keys, moments
from tintype.registry.parallel import read_each
from tintype.registry.release import PRODUCTION, Release

if TYPE_CHECKING:
    from datetime import datetime

    from tintype.s3 import Bucket


def history(bucket: Bucket, name: str, most: int = 0) -> list[Release]:
    """Return the releases of a model, the oldest first; those of format 1 with what they had changed.

    Args:
        bucket: the registry's.
        name: the model's.
        most: no more than so many of the newest; 0 for all.

    Raises:
        ModelNotFoundError: nothing was ever released under this name.
        ManifestError: an entry cannot be read, or is of a newer format.
        StorageUnavailableError: S3 did not answer.
    """
    sequences = _sequences(bucket, name)[-most - 1 if most else 0 :]  # with what was before the first of them
    entries = read_each(bucket, sequences, lambda twin, sequence: read_entry(twin, name, sequence))
    changed = (_with_change(*pair) for pair in zip([Release(0, {}, {}), *entries], entries, strict=False))
    return list(changed)[-most:]


def read_entry(bucket: Bucket, name: str, sequence: int) -> Release:
    """Return one release of the history as it was written.

    Raises:
        ObjectNotFoundError: there is no such entry.
        ManifestError: it cannot be read, or is of a newer format.
        StorageUnavailableError: S3 did not answer.
    """
    return Release.from_json(bucket.get(keys.history(name, sequence)).body)


def live_at(bucket: Bucket, name: str, when: datetime) -> Release | None:
    """Return the release that counted at a time; None before the first.

    A container learns of a release at its first call more than ``TINTYPE_REFRESH_SECONDS`` after its last look.

    Args:
        bucket: the registry's.
        name: the model's.
        when: with a time zone.

    Raises:
        ModelNotFoundError, ManifestError, StorageUnavailableError: see :func:`history`.
    """
    moment = moments.write(when)
    sequences = _sequences(bucket, name)
    count = bisect_right(sequences, moment, key=lambda sequence: read_entry(bucket, name, sequence).when)
    return read_entry(bucket, name, sequences[count - 1]) if count else None


def _sequences(bucket: Bucket, name: str) -> list[int]:
    files = (key.rpartition("/")[2].removesuffix(".json") for key in bucket.list(keys.releases(name)))
    found = sorted(int(file) for file in files if file.isdecimal())
    if not found:
        raise ModelNotFoundError(name)
    return found


def _with_change(before: Release, entry: Release) -> Release:
    """Return an entry of format 1, which could only promote, as it would be written today."""
    if entry.action:
        return entry
    changed = (alias for alias, shares in entry.aliases.items() if before.aliases.get(alias) != shares)
    alias = next(changed, PRODUCTION)
    return entry._replace(action="promote", alias=alias, before=before.aliases.get(alias, {}))
