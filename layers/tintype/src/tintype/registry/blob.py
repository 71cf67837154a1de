"""A file of a version on its way into the registry, where its digest says where it lies."""

from __future__ import annotations

from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING, NamedTuple, Self

from tintype.errors import AccessDeniedError, ConflictError, ObjectNotFoundError, PreconditionFailedError
from tintype.manifest import FileEntry
from tintype.registry import keys
from tintype.registry.moments import age

if TYPE_CHECKING:
    from pathlib import Path

    from tintype.s3 import Bucket

FRESH = 3600
"""Seconds. A file this young is left as it is; an older one is written again, for who collects spares young ones."""


class Blob(NamedTuple):
    """Bytes, in memory or mapped from a file, and their entry in the manifest."""

    body: memoryview
    entry: FileEntry

    @classmethod
    def of(cls, file: bytes | bytearray | Path) -> Self:
        """Return the blob of these bytes, or of the file at this path."""
        body = memoryview(file) if isinstance(file, bytes | bytearray) else _mapped(file)
        return cls(body, FileEntry.of(body))

    def store(self, bucket: Bucket, name: str) -> None:
        """Let the file be in the registry, and look young to who collects what no version names."""
        try:
            self._put(bucket, name, if_absent=True)
        except ConflictError:  # the same bytes are on their way; `keep` will see whether they arrived
            return
        except PreconditionFailedError:
            if age(bucket.head(keys.blob(name, self.entry.sha256))) > FRESH:
                self._put(bucket, name)

    def keep(self, bucket: Bucket, name: str) -> None:
        """Write the file again if it is gone by now, when a manifest names it and nobody collects it any more."""
        try:
            bucket.head(keys.blob(name, self.entry.sha256))
        except (ObjectNotFoundError, AccessDeniedError):
            self._put(bucket, name)

    def _put(self, bucket: Bucket, name: str, *, if_absent: bool = False) -> None:
        key = keys.blob(name, self.entry.sha256)
        bucket.put(key, self.body, if_absent=if_absent, digest=self.entry.sha256)


def _mapped(path: Path) -> memoryview:
    if not path.stat().st_size:
        return memoryview(b"")  # nothing cannot be mapped
    with path.open("rb") as file:
        return memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
