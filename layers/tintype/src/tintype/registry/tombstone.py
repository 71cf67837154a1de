"""What stands in a collected version's place: its number stays taken, and what it was stays known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import AccessDeniedError, ObjectNotFoundError
from tintype.manifest import Manifest
from tintype.registry import keys

if TYPE_CHECKING:
    from tintype.s3 import Bucket

FORMAT = 2
"""Higher than that of any reader which knows no tombstones: it says so, rather than to miss the fields."""


class Tombstone(NamedTuple):
    """A version whose files are no longer kept.

    Attributes:
        name, version: which.
        who, when, why: collected it; ``when`` is an ISO 8601 time in UTC.
        manifest: the manifest's document as it was, to the byte.
    """

    name: str
    version: int
    who: str
    when: str
    why: str
    manifest: str

    def to_json(self) -> bytes:
        """Return the document."""
        return json.dumps({"format": FORMAT, "collected": self._asdict()}, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes | bytearray) -> Tombstone | None:
        """Read a document that :meth:`to_json` wrote; None if it is no tombstone."""
        try:
            document = json.loads(data)
            fields = document["collected"] if document["format"] in range(2, FORMAT + 1) else {}
            return cls(*(kind(fields[name]) for name, kind in _FIELDS.items()))
        except (AttributeError, KeyError, TypeError, ValueError):
            return None

    def read(self) -> Manifest:
        """Return the manifest as it was.

        Raises:
            ManifestError: it cannot be read.
        """
        return Manifest.from_json(self.manifest.encode())


def read_tombstone(bucket: Bucket, name: str, version: int) -> Tombstone | None:
    """Return what is left of a version; None where it is whole, or never was.

    Raises:
        StorageUnavailableError: S3 did not answer.
    """
    try:
        return Tombstone.from_json(bucket.get(keys.manifest(name, version)).body)
    except (ObjectNotFoundError, AccessDeniedError):
        return None


_FIELDS = {"name": str, "version": int, "who": str, "when": str, "why": str, "manifest": str}
