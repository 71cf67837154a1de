"""What a model that learnt from the photographs says of them, in its lineage and on its card."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from training.lineage import origin

if TYPE_CHECKING:
    from pathlib import Path


def lineage(settings: dict[str, Any], photographs: Path) -> dict[str, Any]:
    """Return where a model comes from: its settings, and the SHA-256 of all that it learnt from.

    Args:
        settings: the run's.
        photographs: the folder, see ``collection``.
    """
    learnt = sorted((photographs / "train").glob("*.png"))
    files = {path.name: sha256(path.read_bytes()).hexdigest() for path in learnt}
    digest = sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    return origin(data={"digest": digest, "photographs": len(files)}, hyperparameters=settings)


def data(lineage: dict[str, Any]) -> str:
    """Return the model card's paragraph on the data."""
    return (
        f"**Data.** {lineage['data']['photographs']} photographs from packages of Debian "
        "(lomiri-wallpapers, mate-backgrounds, plasma-workspace-wallpapers), each under the free licence that its "
        "package's copyright file names; none of them is part of the model. `training/photographs/collection.json` "
        "lists them.\n\n"
    )
