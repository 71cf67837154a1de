"""Photographs of single things, cut out by hand: what Tux Paint, a drawing program for children, has as stamps.

The package ``tuxpaint-stamps-default`` of Debian (GPL-2) holds drawings and photographs; ``stamps.json`` lists the
photographs, chosen by eye, with their SHA-256. Things of a kind are all on one side of the split, so that nothing that
is measured was seen in another photograph.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from training.photographs.fetching import checked, unpack

PACKAGE = "tuxpaint-stamps-default"
_LIST = Path(__file__).with_name("stamps.json")


class Stamp(NamedTuple):
    """Where a cut-out is from: ``group`` is its kind, ``split`` is "train" or "test", ``path`` is in the package."""

    group: str
    split: str
    path: str
    sha256: str


class Subject(NamedTuple):
    """A cut-out: ``image`` is of mode ``"RGBA"``, without empty margins."""

    name: str
    group: str
    image: Image.Image


def stamps() -> list[Stamp]:
    """Return the list beside this file."""
    return [Stamp(**entry) for entry in json.loads(_LIST.read_text(encoding="utf-8"))]


def fetch(downloads: Path) -> dict[str, list[Subject]]:
    """Return the cut-outs of each split, in the list's order.

    Raises:
        DatasetError: the package cannot be had, or holds another file than the list says.
    """
    unpack([PACKAGE], downloads)
    found: dict[str, list[Subject]] = {"train": [], "test": []}
    for stamp in stamps():
        path = checked(downloads / PACKAGE / stamp.path, stamp.sha256)
        found[stamp.split].append(Subject(path.stem, stamp.group, read(path)))
    return found


def read(path: Path) -> Image.Image:
    """Return a cut-out in mode ``"RGBA"``, without its empty margins."""
    with Image.open(path) as image:
        whole = image.convert("RGBA")
    return whole.crop(whole.getchannel("A").getbbox())
