"""Data sets that have a name of their own, and where they are on a machine that has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from training import cifar10
from training.errors import DatasetError


class Known(NamedTuple):
    """A data set.

    Attributes:
        folder: with its files.
        settings: the hyperparameters that go with it, by name.
        mend: how it comes there.
    """

    folder: Path
    settings: dict[str, Any]
    mend: str


MNIST = Path(__file__).parent / "datasets" / "mnist"
CIFAR10 = Path(__file__).parents[1] / ".tools" / "cifar10"

KNOWN = {
    "mnist": Known(MNIST, {}, "It is part of the repository."),
    "fashion": Known(
        Path("/usr/share/datasets/fashion-mnist"),
        {"class_names": "T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot"},
        "Install the Debian package dataset-fashion-mnist, or give the folder of its four idx files.",
    ),
    "cifar10": Known(CIFAR10, {"width": 32, "height": 32, "mode": "RGB"}, "It is fetched on demand."),
}
"""By the name that ``--data`` takes."""


def find(data: str) -> tuple[str, dict[str, Any]]:
    """Return where a data set is, and the hyperparameters that go with it; anything else is returned as it is.

    Raises:
        DatasetError: the data set is known, and not on this machine, or CIFAR-10 cannot be fetched.
    """
    if data not in KNOWN:
        return data, {}
    known = KNOWN[data]
    if data == "cifar10":
        cifar10.fetch(known.folder)
    if not known.folder.is_dir():
        raise DatasetError(f"the data set {data} in {known.folder}", "no such folder", known.mend)
    return str(known.folder), known.settings
