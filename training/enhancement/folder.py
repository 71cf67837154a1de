"""What the manifest of a run says: see ``training.packing`` for the folder."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tintype.images import Preprocessing
from tintype.images.writing import PNG, encode
from tintype.manifest import FileEntry, Manifest
from training import packing
from training.enhancement.measure import picture
from training.lineage import origin

if TYPE_CHECKING:
    from tintype.manifest import Golden
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
        files={"model": FileEntry.of(file)},
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
    return packing.golden(draft, network, sample, GOLDEN_TOLERANCE, _GOLDEN_EVERY)


def lineage(settings: dict[str, Any], photographs: dict[str, str]) -> dict[str, Any]:
    """Return where a model comes from: the settings, and each photograph's SHA-256 by name."""
    digest = sha256(json.dumps(photographs, sort_keys=True).encode()).hexdigest()
    return origin(data={"digest": digest, "photographs": len(photographs)}, hyperparameters=settings)
