"""Data sets that have a name of their own, and where they are on a machine that has them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from training.errors import DatasetError


class Known(NamedTuple):
    """A data set.

    Attributes:
        folder: with its idx files.
        names: of its labels, comma-separated; empty: they are numbers.
        mend: how it comes there.
    """

    folder: Path
    names: str
    mend: str


MNIST = Path(__file__).parent / "datasets" / "mnist"

KNOWN = {
    "mnist": Known(MNIST, "", "It is part of the repository."),
    "fashion": Known(
        Path("/usr/share/datasets/fashion-mnist"),
        "T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot",
        "Install the Debian package dataset-fashion-mnist, or give the folder of its four idx files.",
    ),
}
"""By the name that ``--data`` takes."""


def find(data: str) -> tuple[str, str]:
    """Return where a data set is, and its labels' names if they are known; anything else is returned as it is.

    Raises:
        DatasetError: the data set is known, and not on this machine.
    """
    if data not in KNOWN:
        return data, ""
    known = KNOWN[data]
    if not known.folder.is_dir():
        raise DatasetError(f"the data set {data} in {known.folder}", "no such folder", known.mend)
    return str(known.folder), known.names
