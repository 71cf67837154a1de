"""Saying what is live: all of an alias's traffic to a version, a share of it, or none but a copy of each call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from tintype.errors import ReleaseError
from tintype.registry.committing import Note, Traffic, commit
from tintype.registry.release import PRODUCTION, Release
from tintype.registry.shares import with_share

if TYPE_CHECKING:
    from typing import Unpack

    from tintype.s3 import Bucket


class Said(TypedDict, total=False):
    """What may be said with every change; see ``Note``."""

    who: str
    why: str
    notes: dict[str, Any]
    after: int | None


def promote(bucket: Bucket, name: str, version: int, *, alias: str = PRODUCTION, **said: Unpack[Said]) -> Release:
    """Give all of an alias's traffic to one version, and return the release that says so.

    Raises:
        ReleaseError, VersionNotFoundError, ReleaseConflictError, StorageUnavailableError: see ``commit``.
    """

    def decide(last: Release) -> Traffic:
        return alone(last, alias, {version: 1.0})

    return commit(bucket, name, "promote", alias, decide, Note(**said))


def canary(
    bucket: Bucket, name: str, version: int, share: float, *, alias: str = PRODUCTION, **said: Unpack[Said]
) -> Release:
    """Give a share of an alias's traffic to a version, and the rest to those that had it; return the release.

    Args:
        bucket: the registry's.
        name: the model's.
        version: the canary.
        share: from 0, which ends it, up to, but not including, 1.
        alias: whose traffic.
        **said: who, why, and so on.

    Raises:
        ReleaseError: no such share, or no other version to have the rest.
        VersionNotFoundError, ReleaseConflictError, StorageUnavailableError: see ``commit``.
    """

    def decide(last: Release) -> Traffic:
        return alone(last, alias, with_share(last.aliases.get(alias, {}), version, share))

    return commit(bucket, name, "canary", alias, decide, Note(**said))


def shadow(bucket: Bucket, name: str, version: int, *, alias: str = PRODUCTION, **said: Unpack[Said]) -> Release:
    """Let a version be asked as well whenever an alias is, though nobody gets its answers; return the release.

    Args:
        bucket: the registry's.
        name: the model's.
        version: the shadow; 0 for none any more.
        alias: whose calls.
        **said: who, why, and so on.

    Raises:
        ReleaseError: nothing is released under the alias, or this version alone.
        VersionNotFoundError, ReleaseConflictError, StorageUnavailableError: see ``commit``.
    """

    def decide(last: Release) -> Traffic:
        shares = last.aliases.get(alias, {})
        if not set(shares) - {version}:
            raise ReleaseError(
                f"Expected another version that answers for {alias!r} beside the shadow {version}, "
                f"received {sorted(shares) or 'none'}. Promote one first."
            )
        return Traffic(shares, version)

    return commit(bucket, name, "shadow", alias, decide, Note(**said))


def alone(last: Release, alias: str, shares: dict[int, float], restores: int = 0) -> Traffic:
    """Return the traffic with the alias's shadow, unless nothing else would answer: nobody is their own shadow."""
    shadow = last.shadows.get(alias, 0)
    return Traffic(shares, 0 if set(shares) == {shadow} else shadow, restores)
