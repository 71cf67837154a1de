"""Where an upload's answer lies: a name that follows from the upload alone, so that a second event finds the first."""

from __future__ import annotations

from hashlib import sha256

UNVERSIONED = ("", "null")
"""What stands for a version's id in a bucket without versions."""


def key_digest(bucket: str, key: str) -> str:
    """Return what stands for an upload in names and logs: the SHA-256 of bucket, slash and key, in hexadecimal."""
    return sha256(f"{bucket}/{key}".encode()).hexdigest()


def result_key(bucket: str, key: str, version_id: str, etag: str) -> str:
    """Return the result's key.

    Args:
        bucket: the upload bucket's name.
        key: the upload's; any characters, up to 1,024 bytes, so that it is hashed.
        version_id: of the upload; empty or ``"null"`` without versioning.
        etag: of the upload; stands in for the version where there is none.
    """
    version = version_id if version_id not in UNVERSIONED else etag.strip('"')
    return f"results/{key_digest(bucket, key)}/{version}.json"
