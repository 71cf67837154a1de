"""Folders of labelled images: ``<folder>/<label>/<name>.png``, or that below ``train``, ``test``, ``validation``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.errors import LabelledImagesError
from training.loaders.labelled import Labelled, Parts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff")
_LAYOUT = "<folder>/<label>/<image>.png, or the same below train/ and test/"


def read(folders: Sequence[Path | None]) -> Parts:
    """Find the images.

    Args:
        folders: those of the training, test and validation images; None where there is none.

    Raises:
        LabelledImagesError: no images, or a label without any.
    """
    root, test, validation = folders
    if root is not None and (root / "train").is_dir():
        test = test or _folder(root / "test")
        validation = validation or _folder(root / "validation")
        root = root / "train"
    return Parts(*(_labelled(folder) if folder else {} for folder in (root, test, validation)))


def _folder(path: Path) -> Path | None:
    return path if path.is_dir() else None


def _labelled(folder: Path) -> Labelled:
    labels = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    files = {label.name: _images_in(label) for label in labels}
    if len(files) < 2:  # noqa: PLR2004 -- one label is nothing to tell apart
        raise LabelledImagesError(
            f"{_LAYOUT}, with two labels or more", f"{len(files)} in {folder}", "Sort the images."
        )
    empty = [name for name, paths in files.items() if not paths]
    if empty:
        raise LabelledImagesError(
            f"images ({', '.join(ENDINGS)}) for every label",
            f"none in {folder / empty[0]}",
            "Add some, or remove it.",
        )
    return {name: [*paths] for name, paths in files.items()}


def _images_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS)
