"""Going back: to what was live before the version that came last, or to a named version or entry of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import ObjectNotFoundError, ReleaseError
from tintype.registry.committing import Note, Traffic, commit
from tintype.registry.history import read_entry
from tintype.registry.release import PRODUCTION, Release
from tintype.registry.releasing import alone

if TYPE_CHECKING:
    from typing import Unpack

    from tintype.registry.releasing import Said
    from tintype.s3 import Bucket


def rollback(
    bucket: Bucket,
    name: str,
    alias: str = PRODUCTION,
    to: int | None = None,
    *,
    sequence: int | None = None,
    **said: Unpack[Said],
) -> Release:
    """Take an alias back to an earlier state, as a further entry of the history, and return that release.

    Args:
        bucket: the registry's.
        name: the model's.
        alias: which alias; the others stay as they are.
        to: the version that gets all traffic.
        sequence: the entry whose versions and shares come back; without either, see :func:`earlier`.
        **said: who, why, and so on.

    Raises:
        ReleaseError: there is nothing to go back to.
        VersionNotFoundError: a version that would come back does not exist, or was collected.
        ReleaseConflictError, StorageUnavailableError: see ``commit``.
    """

    def decide(last: Release) -> Traffic:
        if to is not None:
            return alone(last, alias, {to: 1.0})
        entry = earlier(bucket, name, last, alias) if sequence is None else _named(bucket, name, alias, sequence)
        return alone(last, alias, entry.aliases[alias], entry.sequence)

    return commit(bucket, name, "rollback", alias, decide, Note(**said))


def earlier(bucket: Bucket, name: str, last: Release, alias: str) -> Release:
    """Return the newest entry in which the version that joined ``alias`` last had no part yet.

    A canary that was widened, or promoted in steps, is thus gone after one rollback. What a rollback brought back
    counts as old as it was: a second one goes further back, never forth to what the first has taken away.

    Raises:
        ReleaseError: there is none.
    """
    now, entry = set(last.aliases.get(alias, {})), last
    while now:
        behind = entry.restores if entry.alias == alias and entry.restores else entry.sequence - 1
        try:
            entry = read_entry(bucket, name, behind)
        except ObjectNotFoundError:
            break
        then = entry.aliases.get(alias, {})
        if then and now - set(then):
            return entry
    raise ReleaseError(
        f"Expected an earlier version under {alias!r} of {name!r} to go back to, received none. "
        f"`tintype history {name}` lists what was live; --to names a version."
    )


def _named(bucket: Bucket, name: str, alias: str, sequence: int) -> Release:
    try:
        entry = read_entry(bucket, name, sequence)
    except ObjectNotFoundError:
        entry = Release(sequence, {}, {})
    if alias not in entry.aliases:
        raise ReleaseError(f"Expected an entry of the history that has {alias!r}, received {sequence}.")
    return entry
