"""A new version: its files first, then the manifest that claims the number and makes the version exist."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import ConflictError, PreconditionFailedError, PublishError
from tintype.manifest import FileEntry, Golden, Manifest
from tintype.registry import keys
from tintype.registry.claiming import claim
from tintype.registry.reading import list_versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.images import Preprocessing
    from tintype.s3 import Bucket
    from tintype.tensor import TensorSpec

_ATTEMPTS = 100


class ManifestDraft(NamedTuple):
    """A manifest before it has a number and its files are stored; the fields are those of ``Manifest``."""

    name: str
    task: str
    runtime: str
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    preprocessing: Preprocessing
    labels: tuple[str, ...] = ()
    golden: Golden | None = None
    metrics: dict[str, Any] = {}  # noqa: RUF012 -- never changed
    lineage: dict[str, Any] = {}  # noqa: RUF012 -- never changed
    options: dict[str, Any] = {}  # noqa: RUF012 -- never changed


def publish(bucket: Bucket, draft: ManifestDraft, files: Mapping[str, bytes]) -> Manifest:
    """Store a new version and return its manifest; nobody sees it before it is whole.

    Args:
        bucket: the registry's.
        draft: all but the number.
        files: bytes by role; ``"model"`` must be there, others such as ``"keras"`` or ``"report"`` may be.

    Raises:
        PublishError: a bad name, or no model file.
        StorageUnavailableError: S3 did not answer.
    """
    keys.check_name(draft.name)
    if "model" not in files:
        raise PublishError(f"Expected a file for the role 'model', received {sorted(files)}.")
    entries = {role: _store(bucket, draft.name, body) for role, body in files.items()}
    version = max(list_versions(bucket, draft.name), default=0)
    for _ in range(_ATTEMPTS):
        version += 1
        manifest = Manifest(version=version, files=entries, **draft._asdict())
        if claim(bucket, keys.manifest(draft.name, version), manifest.to_json()):
            return manifest
    raise PublishError(f"Expected a free version number of {draft.name!r} within {_ATTEMPTS} tries, received none.")


def _store(bucket: Bucket, name: str, body: bytes) -> FileEntry:
    entry = FileEntry(sha256(body).hexdigest(), len(body))
    with suppress(PreconditionFailedError, ConflictError):  # the same bytes are there already, or on their way
        bucket.put(keys.blob(name, entry.sha256), body, if_absent=True)
    return entry
