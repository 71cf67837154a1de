"""A version as a folder: its manifest, and its files under whatever names they have."""

from __future__ import annotations

from hashlib import file_digest
from typing import TYPE_CHECKING

from tintype.errors import CorruptFileError, PublishError
from tintype.manifest import Manifest
from tintype.registry.publishing import ManifestDraft

if TYPE_CHECKING:
    from pathlib import Path

    from tintype.manifest import FileEntry

MANIFEST = "manifest.json"


def read_folder(folder: Path) -> tuple[ManifestDraft, dict[str, Path]]:
    """Return what ``publish`` takes: the manifest without its number, and where the file of each role is.

    Args:
        folder: has a ``manifest.json``, and every file that it names by size and SHA-256.

    Raises:
        PublishError: there is no manifest.
        FormatError, ManifestError: it cannot be read.
        CorruptFileError: a file that it names is missing, or has other bytes.
    """
    try:
        document = (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise PublishError(
            f"Expected a model folder with a {MANIFEST}, as a training job leaves it, received {folder}: "
            f"{error.strerror}."
        ) from error
    manifest = Manifest.from_json(document)
    present = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    files = {role: _find(role, entry, present) for role, entry in manifest.files.items()}
    return ManifestDraft(**{name: getattr(manifest, name) for name in ManifestDraft._fields}), files


def _find(role: str, entry: FileEntry, present: list[Path]) -> Path:
    for path in present:
        if path.stat().st_size == entry.size and _digest(path) == entry.sha256:
            return path
    raise CorruptFileError(f"The folder's file for the role {role!r}", f"SHA-256 {entry.sha256}", "none of that")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
