"""What the manifest of a run says: see ``training.packing`` for the folder."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tintype.codec import decode, encode, step
from tintype.images import Preprocessing
from tintype.images import writing as files
from tintype.manifest import FileEntry, Manifest
from training import packing
from training.compression.export import MARGIN, TILE
from training.lineage import origin

if TYPE_CHECKING:
    from PIL.Image import Image

    from tintype.codec import Tables
    from tintype.manifest import Golden
    from tintype.runtimes import Network

QUALITY = 50
"""For callers who name none."""
GOLDEN_TOLERANCE = 2.0
"""Levels of 255: other processors round a few pixels to the next one."""

_GOLDEN_SIDE = 64  # pixels of the sample, which is enlarged to a tile: a few kB in the manifest
_GOLDEN_EVERY = 1009  # a prime, so that all channels and columns are met


def manifest(name: str, file: bytes, tables: bytes, network: Network) -> Manifest:
    """Return what is known before anything is measured; the version is 0 until the registry gives one."""
    return Manifest(
        name=name,
        version=0,
        task="compression",
        runtime="litert",
        files={"model": FileEntry.of(file), "tables": FileEntry.of(tables)},
        inputs=network.inputs,
        outputs=network.outputs,
        preprocessing=Preprocessing(TILE, TILE, "RGB", "uint8"),
        options={"margin": MARGIN, "quality": QUALITY},
    )


def golden(draft: Manifest, network: Network, tables: Tables, photograph: Image) -> Golden:
    """Return the post-filter's answer to a small piece of a photograph that was coded, every so-many-th value of it."""
    left, top = ((side - _GOLDEN_SIDE) // 2 for side in photograph.size)
    piece = photograph.crop((left, top, left + _GOLDEN_SIDE, top + _GOLDEN_SIDE))
    coded = decode(encode(piece, QUALITY, tables), piece.size, QUALITY, tables)
    beside = {draft.inputs[1].name: [step(QUALITY)]}
    return packing.golden(
        draft, network, files.encode(coded, files.PNG), GOLDEN_TOLERANCE, _GOLDEN_EVERY, beside=beside
    )


def lineage(settings: dict[str, Any], photographs: dict[str, str]) -> dict[str, Any]:
    """Return where a model comes from: the settings, and each photograph's SHA-256 by name."""
    digest = sha256(json.dumps(photographs, sort_keys=True).encode()).hexdigest()
    return origin(data={"digest": digest, "photographs": len(photographs)}, hyperparameters=settings)
