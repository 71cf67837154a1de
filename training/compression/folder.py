"""What the manifest of a run says: see ``training.packing`` for the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.codec import decode, encode, step
from tintype.images import Preprocessing
from tintype.images import writing as files
from training import packing
from training.compression.export import MARGIN, TILE

if TYPE_CHECKING:
    from PIL.Image import Image

    from tintype.codec import Tables
    from tintype.manifest import Golden, Manifest
    from tintype.runtimes import Network

QUALITY = 50
"""For callers who name none."""
GOLDEN_TOLERANCE = 2.0
"""Levels of 255: other processors round a few pixels to the next one."""

_GOLDEN_SIDE = 64  # pixels of the sample, which is enlarged to a tile: a few kB in the manifest
_GOLDEN_EVERY = 1009  # a prime, so that all channels and columns are met


def manifest(name: str, file: bytes, tables: bytes, network: Network) -> Manifest:
    """Return what is known before anything is measured, see ``packing.draft``."""
    how, options = Preprocessing(TILE, TILE, "RGB", "uint8"), {"margin": MARGIN, "quality": QUALITY}
    return packing.draft(name, "compression", {"model": file, "tables": tables}, network, how, options=options)


def golden(draft: Manifest, network: Network, tables: Tables, photograph: Image) -> Golden:
    """Return the post-filter's answer to a small piece of a photograph that was coded, every so-many-th value of it."""
    left, top = ((side - _GOLDEN_SIDE) // 2 for side in photograph.size)
    piece = photograph.crop((left, top, left + _GOLDEN_SIDE, top + _GOLDEN_SIDE))
    coded = decode(encode(piece, QUALITY, tables), piece.size, QUALITY, tables)
    beside = {draft.inputs[1].name: [step(QUALITY)]}
    return packing.golden(
        draft, network, files.encode(coded, files.PNG), GOLDEN_TOLERANCE, _GOLDEN_EVERY, beside=beside
    )
