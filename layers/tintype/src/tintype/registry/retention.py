"""Which versions are kept, and why; the others may be collected."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import ModelNotFoundError, ReleaseError
from tintype.registry.history import history
from tintype.registry.pointing import newest
from tintype.registry.reverting import earlier
from tintype.registry.shares import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tintype.registry.release import Release
    from tintype.s3 import Bucket


class Retention(NamedTuple):
    """What is kept beside tagged versions, everything that is live, and what a rollback would bring back.

    Attributes:
        last: so many of the newest versions.
        since: an ISO 8601 time in UTC: what was live at or after it.
        codecs: whether versions of the task ``"compression"`` may go, too: no other reads the files that they wrote.
    """

    last: int
    since: str
    codecs: bool = False


class Candidate(NamedTuple):
    """A version that is still whole, its tags, and its task."""

    version: int
    tags: tuple[str, ...]
    task: str = ""


def reasons(bucket: Bucket, name: str, candidates: list[Candidate], retention: Retention) -> dict[int, list[str]]:
    """Return for each version that is kept the reasons why.

    Raises:
        ManifestError: the history cannot be read, or is of a newer format.
        StorageUnavailableError: S3 did not answer.
    """
    found: dict[int, list[str]] = {}
    for version, reason in _all(bucket, name, candidates, retention):
        if reason not in found.setdefault(version, []):
            found[version].append(reason)
    return found


def _all(bucket: Bucket, name: str, candidates: list[Candidate], retention: Retention) -> Iterator[tuple[int, str]]:
    release, _ = newest(bucket, name)
    yield from _live(release)
    yield from _behind(bucket, name, release)
    yield from _lately(bucket, name, retention.since)
    for candidate in candidates:
        for tag in candidate.tags:
            yield candidate.version, f"tagged {tag}"
        if candidate.task == "compression" and not retention.codecs:
            yield candidate.version, "it alone reads the files that it wrote"
    numbers = sorted(candidate.version for candidate in candidates)
    for version in numbers[max(0, len(numbers) - retention.last) :]:
        yield version, f"one of the last {retention.last}"


def _live(release: Release) -> Iterator[tuple[int, str]]:
    for alias, shares in release.aliases.items():
        for version in shares:
            yield version, f"{alias}: {text(shares)}" if len(shares) > 1 else alias
    for alias, version in release.shadows.items():
        yield version, f"shadow of {alias}"


def _behind(bucket: Bucket, name: str, release: Release) -> Iterator[tuple[int, str]]:
    for alias in release.aliases:
        try:
            entry = earlier(bucket, name, release, alias)
        except ReleaseError:
            continue
        for version in entry.aliases[alias]:
            yield version, f"a rollback of {alias} would bring it back"


def _lately(bucket: Bucket, name: str, since: str) -> Iterator[tuple[int, str]]:
    try:
        entries = history(bucket, name)
    except ModelNotFoundError:
        return
    ends = [entry.when for entry in entries[1:]]
    for entry, end in zip(entries, ends, strict=False):  # the last one is still live
        if end >= since:
            for version in entry.versions():
                yield version, f"live until {end}"
