"""An imported version as a folder, as a training job leaves its model folder."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tintype.manifest import FileEntry, Manifest

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.importing.bringing import Brought

FILES = {
    "model": "model.tflite",
    "sample": "golden.jpg",
    "metrics": "metrics.json",
    "report": "report.html",
    "card": "card.md",
}
"""Each role's file."""
MANIFEST, LABELS = "manifest.json", "labels.txt"


def write(folder: Path, brought: Brought) -> Manifest:
    """Write every file, the labels, and the manifest; its version is 0 until the registry gives one."""
    folder.mkdir(parents=True, exist_ok=True)
    for role, body in brought.files.items():
        (folder / _file(role, brought.draft.runtime)).write_bytes(body)
    entries = {role: FileEntry(sha256(body).hexdigest(), len(body)) for role, body in brought.files.items()}
    manifest = Manifest(version=0, files=entries, **brought.draft._asdict())
    (folder / LABELS).write_text("".join(f"{label}\n" for label in manifest.labels), encoding="utf-8")
    (folder / MANIFEST).write_bytes(manifest.to_json())
    return manifest


def _file(role: str, runtime: str) -> str:
    return "saved_model.zip" if (role, runtime) == ("model", "tensorflow") else FILES[role]
