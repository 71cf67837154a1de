"""One run: train, convert, measure as served, write the model folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.runtimes import load as load_network
from training.packing import pack
from training.segmentation import folder as folders
from training.segmentation.card import card
from training.segmentation.measure import measure

if TYPE_CHECKING:
    from pathlib import Path

    from training.segmentation.kinds import Kind
    from training.segmentation.samples import Data

KIND_NAMES = ("lungs", "cutout")
BATCH_SIZE = 8


def run(name: str, output: Path, steps: int | None, seed: int) -> dict[str, Any]:
    """Do all of it, print the figures, and return them.

    Args:
        name: one of ``KIND_NAMES``.
        output: where the model folder is written.
        steps: training steps of ``BATCH_SIZE`` images; None: the kind's own.
        seed: of the first weights and of what is drawn.

    Raises:
        DatasetError: the data cannot be had.
    """
    from training.segmentation.export import to_litert  # noqa: PLC0415 -- TensorFlow takes seconds
    from training.segmentation.fit import fit  # noqa: PLC0415
    from training.segmentation.kinds import KINDS  # noqa: PLC0415

    kind = KINDS[name]
    steps = steps or kind.steps
    data = kind.data(kind.side, BATCH_SIZE, seed)
    model = fit(kind.build, data.batches, steps=steps, seed=seed)
    settings = {"kind": name, "steps": steps, "batch_size": BATCH_SIZE, "seed": seed, "weights": model.count_params()}
    return package(name, to_litert(model), kind, data, output, folders.lineage(settings | dict(kind.origin), data))


def package(name: str, file: bytes, kind: Kind, data: Data, output: Path, lineage: dict[str, Any]) -> dict[str, Any]:
    """Measure a LiteRT file and write the model folder around it; return the figures."""
    network = load_network("litert", bytearray(file))
    draft = folders.manifest(name, file, network, kind)
    metrics = measure(draft, network, data.test)
    if data.photographs:
        metrics["photographs"] = measure(draft, network, data.photographs)
    whole = draft._replace(metrics=metrics, lineage=lineage, golden=folders.golden(draft, network, data.test[0]))
    pack(output, whole, file, card(name, metrics, lineage))
    return metrics
