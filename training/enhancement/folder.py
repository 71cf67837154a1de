"""What a run leaves: a model folder that ``tintype publish`` takes."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tintype.images import Preprocessing
from tintype.images.writing import PNG, encode
from tintype.manifest import FileEntry, Golden, Manifest
from tintype.serving.golden import values
from tintype.tasks.reading import to_input
from training.artefacts import MANIFEST, NAMES
from training.enhancement.measure import picture
from training.lineage import code_commit

if TYPE_CHECKING:
    from pathlib import Path

    from tintype.runtimes import Network
    from training.enhancement.damage import Pixels
    from training.enhancement.kinds import Kind

GOLDEN_TOLERANCE = 2.0
"""Levels of 255: other processors round a few pixels to the next one."""

_GOLDEN_SIDE = 64  # pixels of the sample, which is enlarged to a tile: a few kB in the manifest
_GOLDEN_EVERY = 1009  # a prime, so that all channels and columns are met


def manifest(name: str, file: bytes, network: Network, kind: Kind) -> Manifest:
    """Return what is known before anything is measured; the version is 0 until the registry gives one."""
    return Manifest(
        name=name,
        version=0,
        task="enhancement",
        runtime="litert",
        files={"model": _entry(file)},
        inputs=network.inputs,
        outputs=network.outputs,
        preprocessing=Preprocessing(kind.tile, kind.tile, kind.mode, "uint8"),
        options={"scale": kind.scale, "margin": kind.margin},
    )


def golden(draft: Manifest, network: Network, good: Pixels, kind: Kind) -> Golden:
    """Return the answer to a small piece of a photograph, every so-many-th value of it."""
    middle = [(side - _GOLDEN_SIDE) // 2 for side in good.shape[:2]]
    piece = good[middle[0] : middle[0] + _GOLDEN_SIDE, middle[1] : middle[1] + _GOLDEN_SIDE]
    sample = encode(picture(kind.damaged(piece, kind.strengths[0], 2)), PNG)
    _, tensor = to_input(draft, sample)
    outputs = network.run({tensor.name: tensor})
    kept = {name: values(output, _GOLDEN_EVERY) for name, output in outputs.items()}
    return Golden(b64encode(sample).decode(), kept, GOLDEN_TOLERANCE, _GOLDEN_EVERY)


def write(folder: Path, whole: Manifest, files: dict[str, bytes]) -> None:
    """Write the manifest and the files that it names, by role.

    Args:
        folder: is made.
        whole: with ``files`` still to be filled in.
        files: each role's bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for role, data in files.items():
        (folder / NAMES[role]).write_bytes(data)
    entries = {role: _entry(data) for role, data in files.items()}
    (folder / MANIFEST).write_bytes(whole._replace(files=entries).to_json())


def lineage(settings: dict[str, Any], photographs: dict[str, str]) -> dict[str, Any]:
    """Return where a model comes from: the settings, and each photograph's SHA-256 by name."""
    digest = sha256(json.dumps(photographs, sort_keys=True).encode()).hexdigest()
    return {
        "data": {"digest": digest, "photographs": len(photographs)},
        "hyperparameters": settings,
        "commit": code_commit(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _entry(data: bytes) -> FileEntry:
    return FileEntry(sha256(data).hexdigest(), len(data))
