"""Making room: versions that nobody needs any more become tombstones, and files that no version names are deleted.

It may run beside publishers and promoters. Versions are marked first and files deleted last; in between, the releases
are read again, and what became live meanwhile comes back. Who promotes looks for the mark after the commit
(``committing``). Who publishes writes files again that are older than an hour (``blob``), and a file is deleted only
when S3 says, just before, that it is older than the margin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import ConflictError, ObjectNotFoundError, PreconditionFailedError, VersionCollectedError
from tintype.registry import keys
from tintype.registry.annotating import read_annotation
from tintype.registry.moments import age, now
from tintype.registry.parallel import read_each
from tintype.registry.pointing import newest
from tintype.registry.reading import list_versions, parse_manifest
from tintype.registry.retention import Candidate, Retention, reasons
from tintype.registry.tombstone import Tombstone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tintype.manifest import Manifest
    from tintype.s3 import Bucket

MARGIN = 86_400.0
"""Seconds for which new files and versions are left alone: somebody may be about to name or to release them."""


class Whole(NamedTuple):
    """A version that has its files; ``body`` and ``etag`` are its manifest's, ``age`` is in seconds."""

    manifest: Manifest
    body: bytes
    etag: str
    age: float

    @property
    def files(self) -> set[str]:
        """The digests of its files."""
        return {entry.sha256 for entry in self.manifest.files.values()}


class Plan(NamedTuple):
    """What would be done.

    Attributes:
        name: the model's.
        kept: the reasons why, for each version that stays.
        collected: the versions that become tombstones, by number.
        files: the size of each file that would be deleted, by its digest; some of them no version ever named.
        margin: seconds for which new files are left alone.
    """

    name: str
    kept: dict[int, list[str]]
    collected: dict[int, Whole]
    files: dict[str, int]
    margin: float


class Collected(NamedTuple):
    """What was done: the versions that are tombstones now, and the number and size of the files that were deleted."""

    versions: list[int]
    files: int
    bytes: int


def plan(bucket: Bucket, name: str, retention: Retention, margin: float = MARGIN) -> Plan:
    """Find out what would be collected, and change nothing.

    Raises:
        FormatError, ManifestError: a version or the history cannot be read: what it names is not known then.
        StorageUnavailableError: S3 did not answer.
    """
    wholes = _wholes(bucket, name, list_versions(bucket, name))
    annotations = read_each(bucket, list(wholes), lambda twin, version: read_annotation(twin, name, version))
    candidates = [
        Candidate(version, said.tags, whole.manifest.task)
        for (version, whole), said in zip(wholes.items(), annotations, strict=True)
    ]
    kept = reasons(bucket, name, candidates, retention)
    for version, whole in wholes.items():
        if whole.age < margin:
            kept.setdefault(version, []).append(f"published less than {margin / 3600:g} hours ago")
    kept = {version: kept[version] for version in sorted(kept) if version in wholes}
    named = set().union(*(wholes[version].files for version in kept))
    collected = {version: whole for version, whole in wholes.items() if version not in kept}
    return Plan(name, kept, collected, _unnamed(bucket, name, named, margin), margin)


def collect(bucket: Bucket, planned: Plan, *, who: str = "", why: str = "") -> Collected:
    """Do what was planned, as far as it may be done by now.

    Raises:
        FormatError, ManifestError: what was published or released meanwhile cannot be read.
        StorageUnavailableError: S3 did not answer; what was done stays done, and the next run does the rest.
    """
    name = planned.name
    marked = {
        version: mark
        for version, whole in planned.collected.items()
        if (mark := _swap(bucket, name, version, _tombstone(whole, who, why), whole.etag))
    }
    release, _ = newest(bucket, name)
    for version in release.versions() & set(marked):
        _swap(bucket, name, version, planned.collected[version].body, marked.pop(version))
    named = {entry.sha256 for entry in release.models.values()}
    for whole in _wholes(bucket, name, set(list_versions(bucket, name)) - set(marked)).values():
        named |= whole.files
    deleted = [digest for digest in planned.files if digest not in named and _delete(bucket, planned, digest)]
    return Collected(sorted(marked), len(deleted), sum(planned.files[digest] for digest in deleted))


def _wholes(bucket: Bucket, name: str, versions: Iterable[int]) -> dict[int, Whole]:
    ordered = sorted(versions)
    found = read_each(bucket, ordered, lambda twin, version: _whole(twin, name, version))
    return {version: whole for version, whole in zip(ordered, found, strict=True) if whole}


def _whole(bucket: Bucket, name: str, version: int) -> Whole | None:
    try:
        found = bucket.get(keys.manifest(name, version))
        manifest = parse_manifest(found.body, name, version)
    except (ObjectNotFoundError, VersionCollectedError):
        return None
    return Whole(manifest, bytes(found.body), found.etag, age(found))


def _tombstone(whole: Whole, who: str, why: str) -> bytes:
    name, version = whole.manifest.name, whole.manifest.version
    return Tombstone(name, version, who, now(), why, whole.body.decode()).to_json()


def _swap(bucket: Bucket, name: str, version: int, document: bytes, etag: str) -> str:
    """Write what lies under a version's number, if it is still what had this ETag; return the new one, or nothing."""
    try:
        return bucket.put(keys.manifest(name, version), document, content_type="application/json", if_match=etag)
    except (PreconditionFailedError, ConflictError, ObjectNotFoundError):
        return ""


def _unnamed(bucket: Bucket, name: str, named: set[str], margin: float) -> dict[str, int]:
    digests = [key.rpartition("/")[2] for key in bucket.list(keys.blobs(name))]
    unnamed = [digest for digest in digests if digest not in named]
    sizes = read_each(bucket, unnamed, lambda twin, digest: _size(twin, name, digest, margin))
    return {digest: size for digest, size in zip(unnamed, sizes, strict=True) if size is not None}


def _size(bucket: Bucket, name: str, digest: str, margin: float) -> int | None:
    try:
        head = bucket.head(keys.blob(name, digest))
    except ObjectNotFoundError:
        return None
    return int(head.headers["content-length"]) if age(head) >= margin else None


def _delete(bucket: Bucket, planned: Plan, digest: str) -> bool:
    if _size(bucket, planned.name, digest, planned.margin) is None:
        return False
    bucket.delete(keys.blob(planned.name, digest))
    return True
