"""What a run leaves: a model folder that ``tintype publish`` takes."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from PIL.Image import Resampling

from tintype.images import Preprocessing
from tintype.images.writing import PNG, encode
from tintype.manifest import FileEntry, Golden, Manifest
from tintype.serving.golden import values
from tintype.tasks.reading import to_input
from training.lineage import code_commit

if TYPE_CHECKING:
    from tintype.runtimes import Network
    from training.segmentation.kinds import Kind
    from training.segmentation.samples import Data, Sample

GOLDEN_TOLERANCE = 4.0
"""Levels of 255: other processors sum in another order, and round a few pixels to the next level."""

_GOLDEN_SIDE = 80  # pixels of the sample: some kB in the manifest
_GOLDEN_EVERY = 251  # a prime, so that all classes and columns are met


def manifest(name: str, file: bytes, network: Network, kind: Kind) -> Manifest:
    """Return what is known before anything is measured; the version is 0 until the registry gives one."""
    return Manifest(
        name=name,
        version=0,
        task="segmentation",
        runtime="litert",
        files={"model": FileEntry(sha256(file).hexdigest(), len(file))},
        inputs=network.inputs,
        outputs=network.outputs,
        preprocessing=Preprocessing(kind.side, kind.side, kind.mode, "uint8", resize=kind.resize),
        labels=kind.labels,
    )


def golden(draft: Manifest, network: Network, sample: Sample) -> Golden:
    """Return the answer to a held-out image, made small, every so-many-th value of it."""
    image = sample.image.copy()
    image.thumbnail((_GOLDEN_SIDE, _GOLDEN_SIDE), Resampling.LANCZOS)
    file = encode(image, PNG)
    _, tensor = to_input(draft, file)
    outputs = network.run({tensor.name: tensor})
    kept = {name: values(output, _GOLDEN_EVERY) for name, output in outputs.items()}
    return Golden(b64encode(file).decode(), kept, GOLDEN_TOLERANCE, _GOLDEN_EVERY)


def lineage(settings: dict[str, Any], data: Data) -> dict[str, Any]:
    """Return where a model comes from."""
    return {
        "data": {"digest": data.digest, "images": data.images},
        "hyperparameters": settings,
        "commit": code_commit(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }
