"""An imported version as a folder, as a training job leaves its model folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.manifest import Manifest
from training import packing
from training.artefacts import LABELS

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


def write(folder: Path, brought: Brought) -> Manifest:
    """Write every file, the labels, and the manifest; its version is 0 until the registry gives one."""
    names = FILES | {"model": "saved_model.zip"} if brought.draft.runtime == "tensorflow" else FILES
    whole = Manifest(version=0, files={}, **brought.draft._asdict())
    manifest = packing.write(folder, whole, brought.files, names)
    (folder / LABELS).write_text("".join(f"{label}\n" for label in manifest.labels), encoding="utf-8")
    return manifest
