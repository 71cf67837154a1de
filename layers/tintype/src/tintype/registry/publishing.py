"""A new version: its files first, then the manifest that claims the number and makes the version exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import PublishError
from tintype.manifest import FileEntry, Golden, Manifest
from tintype.registry import keys
from tintype.registry.blob import Blob
from tintype.registry.claiming import claim
from tintype.registry.pickles import find_pickle
from tintype.registry.reading import list_versions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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


def publish(bucket: Bucket, draft: ManifestDraft, files: Mapping[str, bytes | Path]) -> Manifest:
    """Store a new version and return its manifest; nobody sees it before it is whole.

    Killed at any moment it leaves either no version or a whole one, and nothing in anybody's way.

    Args:
        bucket: the registry's.
        draft: all but the number.
        files: by role, their bytes or where they are, which keeps large ones out of memory; each at most 5 GB, as S3
            takes them in one piece. ``"model"`` must be there, others such as ``"keras"`` or ``"report"`` may be.

    Raises:
        PublishError: a bad name, no model file, or a pickle.
        StorageUnavailableError: S3 did not answer.
    """
    keys.check_name(draft.name)
    if "model" not in files:
        raise PublishError(f"Expected a file for the role 'model', received {sorted(files)}.")
    for role, file in files.items():
        _refuse_pickle(role, file)
    blobs = {role: Blob.of(file) for role, file in files.items()}
    for blob in blobs.values():
        blob.store(bucket, draft.name)
    manifest = _number(bucket, draft, {role: blob.entry for role, blob in blobs.items()})
    for blob in blobs.values():
        blob.keep(bucket, draft.name)
    return manifest


def _number(bucket: Bucket, draft: ManifestDraft, entries: dict[str, FileEntry]) -> Manifest:
    version = max(list_versions(bucket, draft.name), default=0)
    for _ in range(_ATTEMPTS):
        version += 1
        manifest = Manifest(version=version, files=entries, **draft._asdict())
        if claim(bucket, keys.manifest(draft.name, version), manifest.to_json()):
            return manifest
    raise PublishError(f"Expected a free version number of {draft.name!r} within {_ATTEMPTS} tries, received none.")


def _refuse_pickle(role: str, file: bytes | Path) -> None:
    if where := find_pickle(file):
        raise PublishError(
            f"Expected a file {role!r} without pickles, received one where {where}: loading it would run whatever code "
            "is in it. Save it in another format, such as .tflite, .keras, .safetensors, .npy or JSON."
        )
