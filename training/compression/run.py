"""One run: learn the tables, then the post-filter; measure as served; write the model folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.codec import Tables
from tintype.runtimes import load as load_network
from training.artefacts import NAMES
from training.compression import folder as folders
from training.compression.card import card
from training.compression.measure import measure
from training.packing import pack
from training.photographs.collection import load
from training.photographs.provenance import lineage

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

NAME = "codec"


def run(
    photographs: Path, output: Path, *, patches: int, epochs: int, steps: int, seed: int, tables: Path | None = None
) -> dict[str, Any]:
    """Do all of it, print the figures, and return them.

    Args:
        photographs: a folder of ``training.photographs``.
        output: where the model folder is written.
        patches: how many the tables, and then the post-filter, learn from.
        epochs: of the tables' networks.
        steps: of the post-filter.
        seed: of the first weights and of what is drawn.
        tables: those of an earlier run with the same settings, not to be learned again.

    Raises:
        DatasetError: no photographs.
    """
    train, test = (load(photographs, split) for split in ("train", "test"))
    from training.compression.export import to_litert  # noqa: PLC0415 -- TensorFlow takes seconds
    from training.compression.pairs import pairs  # noqa: PLC0415
    from training.compression.restoring import fit  # noqa: PLC0415
    from training.compression.tables import learned  # noqa: PLC0415

    known = tables.read_bytes() if tables else learned(train, many=patches, epochs=epochs, seed=seed)
    output.mkdir(parents=True, exist_ok=True)
    (output / NAMES["tables"]).write_bytes(known)  # the longest part, were the rest to be cut off
    model = fit(pairs(train, Tables.read(known), patches, seed), steps=steps, seed=seed)
    settings = {"patches": patches, "epochs": epochs, "steps": steps, "seed": seed, "weights": model.count_params()}
    return package(to_litert(model), known, test, output, lineage(settings, photographs))


def package(file: bytes, tables: bytes, test: list[Image], output: Path, origin: dict[str, Any]) -> dict[str, Any]:
    """Measure the files and write the model folder around them; return the figures."""
    network, read = load_network("litert", bytearray(file)), Tables.read(tables)
    draft = folders.manifest(NAME, file, tables, network)
    metrics = measure(draft, network, read, test)
    sample = folders.golden(draft, network, read, test[0])
    whole = draft._replace(metrics=metrics, lineage=origin, golden=sample)
    pack(output, whole, file, card(metrics, origin), {"tables": tables})
    return metrics
