"""One more release: appended to the history, which commits it, then pointed at."""

from __future__ import annotations

import warnings
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tintype.errors import (
    ManifestError,
    ReleaseConflictError,
    StorageError,
    VersionCollectedError,
    VersionNotFoundError,
)
from tintype.registry import keys
from tintype.registry.claiming import claim
from tintype.registry.moments import now
from tintype.registry.pointing import newest, point
from tintype.registry.reading import read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.registry.release import Release
    from tintype.s3 import Bucket

_T = TypeVar("_T")

UNDO = "undo"
"""The action of a release that takes back another, whose version was collected while it was written."""

_ATTEMPTS = 10


class PointerBehindWarning(UserWarning):
    """A release is committed, and readers cannot see it yet: the next look by a writer moves the pointer."""


class Traffic(NamedTuple):
    """What an alias is to stand for: versions with their shares, a shadow (0 for none), and where it comes from."""

    shares: dict[int, float]
    shadow: int = 0
    restores: int = 0


class Note(NamedTuple):
    """What the history keeps of a change beside the change.

    Attributes:
        who, why: for people.
        notes: JSON, such as a gate's result.
        after: commit only if this is still the newest sequence; None for whatever is newest.
    """

    who: str = ""
    why: str = ""
    notes: dict[str, Any] = {}  # noqa: RUF012 -- never changed
    after: int | None = None


def commit(
    bucket: Bucket, name: str, action: str, alias: str, decide: Callable[[Release], Traffic], note: Note
) -> Release:
    """Change what an alias stands for, by compare-and-swap, and return the release that says so.

    When S3 does not take the pointer after the history has the release, a ``PointerBehindWarning`` says so: the release
    counts, and whoever writes or looks at the history next lets readers see it.

    Args:
        bucket: the registry's.
        name: the model's.
        action: what the history calls it.
        alias: which alias.
        decide: says what it is to stand for, given the newest release; asked again when others were faster.
        note: who, why, and so on.

    Raises:
        ReleaseError: no such alias can be, or what ``decide`` refuses.
        VersionNotFoundError: there is no such version, or it was collected.
        ReleaseConflictError: others kept releasing, or the newest release is not the one expected.
        StorageUnavailableError: S3 did not answer.
    """
    keys.check_alias(alias)
    for _ in range(_ATTEMPTS):
        last, etag = newest(bucket, name)
        if note.after not in (None, last.sequence):
            raise ReleaseConflictError(name)
        following = _following(bucket, name, last, action, alias, decide(last), note)
        if claim(bucket, keys.history(name, following.sequence), following.to_json()):  # the commit point
            _show(bucket, name, following, etag)
            _confirm(bucket, name, last, following)
            return following
    raise ReleaseConflictError(name)


def _following(
    bucket: Bucket, name: str, last: Release, action: str, alias: str, traffic: Traffic, note: Note
) -> Release:
    changed = last._replace(
        sequence=last.sequence + 1,
        aliases=_with(last.aliases, alias, traffic.shares),
        shadows=_with(last.shadows, alias, traffic.shadow),
        who=note.who,
        when=max(last.when, now()),  # clocks differ, the order does not
        why=note.why,
        action=action,
        alias=alias,
        before=last.aliases.get(alias, {}),
        shadow_before=last.shadows.get(alias, 0),
        restores=traffic.restores,
        notes=note.notes,
    )
    models = {version: last.models.get(version) for version in changed.versions()}
    return changed._replace(
        models={v: model or read_manifest(bucket, name, v).files["model"] for v, model in models.items()}
    )


def _with(mapping: dict[str, _T], alias: str, value: _T) -> dict[str, _T]:
    others = {other: kept for other, kept in mapping.items() if other != alias}
    return {**others, alias: value} if value else others


def _show(bucket: Bucket, name: str, release: Release, etag: str) -> None:
    try:
        point(bucket, name, release, etag)
    except StorageError as error:
        warnings.warn(
            f"Release {release.sequence} of {name!r} is in the history, but readers cannot see it yet: {error} "
            f"`tintype history {name}`, or the next release, lets them.",
            PointerBehindWarning,
            stacklevel=4,
        )


def _confirm(bucket: Bucket, name: str, last: Release, release: Release) -> None:
    """Take a release back whose version was collected between the look at its manifest and the commit."""
    try:
        for version in sorted(release.versions() - last.versions()):
            read_manifest(bucket, name, version)
    except VersionCollectedError as error:
        why = f"release {release.sequence} was of a version that is no more: {error}"
        commit(bucket, name, UNDO, release.alias, partial(_undone, release), Note(why=why))
        raise
    except (VersionNotFoundError, ManifestError, StorageError):
        return  # the release counts; whether its version can be served is for its readers to see


def _undone(release: Release, last: Release) -> Traffic:
    alias = release.alias
    if last.aliases.get(alias) == release.aliases.get(alias):
        return Traffic(release.before, release.shadow_before, release.sequence - 1)
    return Traffic(last.aliases.get(alias, {}), last.shadows.get(alias, 0))
