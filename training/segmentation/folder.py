"""What the manifest of a run says: see ``training.packing`` for the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PIL.Image import Resampling

from tintype.images import Preprocessing
from tintype.images.writing import PNG, encode
from training import packing
from training.lineage import origin

if TYPE_CHECKING:
    from tintype.manifest import Golden, Manifest
    from tintype.runtimes import Network
    from training.segmentation.kinds import Kind
    from training.segmentation.samples import Data, Sample

GOLDEN_TOLERANCE = 4.0
"""Levels of 255: other processors sum in another order, and round a few pixels to the next level."""

_GOLDEN_SIDE = 80  # pixels of the sample: some kB in the manifest
_GOLDEN_EVERY = 251  # a prime, so that all classes and columns are met


def manifest(name: str, file: bytes, network: Network, kind: Kind) -> Manifest:
    """Return what is known before anything is measured, see ``packing.draft``."""
    how = Preprocessing(kind.side, kind.side, kind.mode, "uint8", resize=kind.resize)
    return packing.draft(name, "segmentation", {"model": file}, network, how, labels=kind.labels)


def golden(draft: Manifest, network: Network, sample: Sample) -> Golden:
    """Return the answer to a held-out image, made small, every so-many-th value of it."""
    image = sample.image.copy()
    image.thumbnail((_GOLDEN_SIDE, _GOLDEN_SIDE), Resampling.LANCZOS)
    return packing.golden(draft, network, encode(image, PNG), GOLDEN_TOLERANCE, _GOLDEN_EVERY)


def lineage(settings: dict[str, Any], data: Data) -> dict[str, Any]:
    """Return where a model comes from."""
    return origin(data={"digest": data.digest, "images": data.images}, hyperparameters=settings)
