"""Photographs whose subject was outlined by hand, to see how a network that learnt from made scenes does on real ones.

``drawn.json`` has each outline, in per cent of the width and height. The photographs are the collection's, of those
that nothing is learnt from, and those that come with scikit-image.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw

from training import packages
from training.photographs.fetching import checked
from training.segmentation.samples import Sample

if TYPE_CHECKING:
    from collections.abc import Sequence

_LIST = Path(__file__).with_name("drawn.json")
_PACKAGE, _FOLDER = "photographs", "skimage/data"
_LARGEST = 1024  # pixels


class Outline(NamedTuple):
    """A subject's: ``path`` is the photograph's, ``points`` are x and y, one after the other.

    ``sha256`` is that of a file of scikit-image; the collection's files are checked when they are fetched.
    """

    path: str
    points: Sequence[float]
    sha256: str = ""


def outlines() -> list[Outline]:
    """Return the list beside this file."""
    return [Outline(**entry) for entry in json.loads(_LIST.read_text(encoding="utf-8"))]


def load(photographs: Path) -> list[Sample]:
    """Return the photographs and their masks; each is a group of its own.

    Args:
        photographs: the collection's folder.

    Raises:
        DatasetError: scikit-image cannot be had, or is another one.
    """
    package = packages.install(_PACKAGE) / _FOLDER
    return [
        sample(checked(package / each.path, each.sha256) if each.sha256 else photographs / each.path, each.points)
        for each in outlines()
    ]


def sample(path: Path, points: Sequence[float]) -> Sample:
    """Return a photograph, reduced to the size that is measured, and what is inside of an outline."""
    with Image.open(path) as image:
        seen = image.convert("RGB")
    seen.thumbnail((_LARGEST, _LARGEST))
    mask = Image.new("L", seen.size)
    across, down = (side / 100 for side in seen.size)
    ImageDraw.Draw(mask).polygon(
        [(x * across, y * down) for x, y in zip(points[::2], points[1::2], strict=True)], fill=1
    )
    return Sample(path.stem, path.stem, seen, mask)
