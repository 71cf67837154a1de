"""What the manifest of a run says: see ``training.packing`` for the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.images import Preprocessing
from tintype.images.writing import PNG, encode
from training import packing
from training.enhancement.measure import picture

if TYPE_CHECKING:
    from tintype.manifest import Golden, Manifest
    from tintype.runtimes import Network
    from training.enhancement.damage import Pixels
    from training.enhancement.kinds import Kind

GOLDEN_TOLERANCE = 2.0
"""Levels of 255: other processors round a few pixels to the next one."""

_GOLDEN_SIDE = 64  # pixels of the sample, which is enlarged to a tile: a few kB in the manifest
_GOLDEN_EVERY = 1009  # a prime, so that all channels and columns are met


def manifest(name: str, file: bytes, network: Network, kind: Kind) -> Manifest:
    """Return what is known before anything is measured, see ``packing.draft``."""
    how, options = Preprocessing(kind.tile, kind.tile, kind.mode, "uint8"), {"scale": kind.scale, "margin": kind.margin}
    return packing.draft(name, "enhancement", {"model": file}, network, how, options=options)


def golden(draft: Manifest, network: Network, good: Pixels, kind: Kind) -> Golden:
    """Return the answer to a small piece of a photograph, every so-many-th value of it."""
    middle = [(side - _GOLDEN_SIDE) // 2 for side in good.shape[:2]]
    piece = good[middle[0] : middle[0] + _GOLDEN_SIDE, middle[1] : middle[1] + _GOLDEN_SIDE]
    sample = encode(picture(kind.damaged(piece, kind.strengths[0], 2)), PNG)
    return packing.golden(draft, network, sample, GOLDEN_TOLERANCE, _GOLDEN_EVERY)
