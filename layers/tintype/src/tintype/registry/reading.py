"""Looking things up in the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import (
    AccessDeniedError,
    ManifestError,
    ModelNotFoundError,
    ObjectNotFoundError,
    VersionCollectedError,
    VersionNotFoundError,
)
from tintype.manifest import Manifest
from tintype.registry import keys
from tintype.registry.release import Release

if TYPE_CHECKING:
    from tintype.s3 import Bucket


def read_release(bucket: Bucket, name: str, etag: str = "") -> tuple[Release | None, str]:
    """Return the newest release of a model and its ETag; None if it is still the one with ``etag``.

    Raises:
        ModelNotFoundError: nothing is released under this name. A 403 counts as that: S3 says so for a missing key
            where the role lacks s3:ListBucket.
        StorageUnavailableError: S3 did not answer.
    """
    try:
        found = bucket.get(keys.release(name), etag=etag)
    except (ObjectNotFoundError, AccessDeniedError) as error:
        raise ModelNotFoundError(name, str(error)) from error
    return (Release.from_json(found.body) if found.modified else None), found.etag or etag


def read_manifest(bucket: Bucket, name: str, version: int) -> Manifest:
    """Return the manifest of one version.

    Raises:
        VersionNotFoundError: there is no such version.
        VersionCollectedError: there was one.
        FormatError, ManifestError: it cannot be read.
        StorageUnavailableError: S3 did not answer.
    """
    return parse_manifest(read_document(bucket, name, version), name, version)


def read_document(bucket: Bucket, name: str, version: int) -> bytes:
    """Return the manifest of one version as it is stored, which is what signatures are about.

    Raises:
        VersionNotFoundError: there is no such version.
        StorageUnavailableError: S3 did not answer.
    """
    try:
        return bytes(bucket.get(keys.manifest(name, version)).body)
    except (ObjectNotFoundError, AccessDeniedError) as error:
        raise VersionNotFoundError(name, version) from error


def parse_manifest(document: bytes | bytearray, name: str, version: int) -> Manifest:
    """Return the manifest that lies under a version's key.

    Raises:
        VersionCollectedError: it is a tombstone.
        FormatError, ManifestError: it cannot be read.
    """
    try:
        return Manifest.from_json(bytes(document))
    except ManifestError:
        from tintype.registry.tombstone import Tombstone  # for few calls

        if (tombstone := Tombstone.from_json(document)) is not None:
            raise VersionCollectedError(name, version, tombstone.when) from None
        raise


def read_signature(bucket: Bucket, name: str, version: int) -> bytes | None:
    """Return the signature of one version's manifest as it is stored; None where nobody signed.

    Raises:
        StorageUnavailableError: S3 did not answer.
    """
    try:
        return bytes(bucket.get(keys.signature(name, version)).body)
    except (ObjectNotFoundError, AccessDeniedError):
        return None


def list_models(bucket: Bucket) -> list[str]:
    """Return the names of all models that were ever published, sorted."""
    return [prefix.split("/")[1] for prefix in bucket.list(keys.ROOT, delimiter="/")]


def list_versions(bucket: Bucket, name: str) -> list[int]:
    """Return all version numbers of a model, rising, also of collected ones; other folders are none."""
    folders = (prefix.split("/")[3] for prefix in bucket.list(keys.versions(name), delimiter="/"))
    return sorted(int(folder) for folder in folders if folder.isdecimal())
