"""A file of the registry, whole and checked, by several connections where it is large."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from tintype.errors import CorruptFileError, ObjectNotFoundError, StorageError
from tintype.registry import keys
from tintype.serving.background import Background

if TYPE_CHECKING:
    from tintype.manifest import FileEntry
    from tintype.s3 import Bucket

_PART = 4_194_304
"""Bytes a connection: S3 gives one about 90 MB/s, so that smaller parts would only wait for their first byte."""
_MOST_PARTS = 8


def fetch(bucket: Bucket, name: str, entry: FileEntry, what: str = "The model file") -> bytearray:
    """Return the file's bytes.

    Args:
        bucket: the registry's; the first part uses its connection.
        name: the model's.
        entry: which file.
        what: what an error calls it.

    Raises:
        CorruptFileError: missing, or other bytes than were published.
        StorageUnavailableError: S3 did not answer.
    """
    file = bytearray(entry.size)
    digest = sha256()
    parts = _parts(bucket, keys.blob(name, entry.sha256), memoryview(file))
    try:
        for part, loading in parts:
            loading.result()
            digest.update(part)
    except ObjectNotFoundError as error:
        raise CorruptFileError(what, f"{entry.size} bytes", "no file", str(error)) from error
    except StorageError as error:
        if error.transient:
            raise
        raise CorruptFileError(what, f"{entry.size} bytes", "others", str(error)) from error
    finally:
        for _, loading in parts:
            loading.wait()
    if digest.hexdigest() != entry.sha256:
        raise CorruptFileError(what, f"SHA-256 {entry.sha256}", digest.hexdigest())
    return file


def _parts(bucket: Bucket, key: str, view: memoryview) -> list[tuple[memoryview, Background[None]]]:
    count = min(_MOST_PARTS, max(1, len(view) // _PART))
    size = -(-len(view) // count)
    parts = []
    for offset in range(0, len(view), size):
        part = view[offset : offset + size]
        parts.append((part, Background(partial(_read, bucket, key, part, offset))))
    return parts


def _read(bucket: Bucket, key: str, part: memoryview, offset: int) -> None:
    if not offset:
        return bucket.read_into(key, part)
    with closing(bucket.twin()) as twin:
        return twin.read_into(key, part, offset)
