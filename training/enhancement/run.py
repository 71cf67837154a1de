"""One run: train, convert, measure as served, write the model folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.runtimes import load as load_network
from training.enhancement import folder as folders
from training.enhancement.measure import measure
from training.enhancement.patches import arrays
from training.packing import pack
from training.photographs.collection import load
from training.photographs.provenance import data, lineage

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from training.enhancement.kinds import Kind

KIND_NAMES = ("denoise", "upscale")
BATCH_SIZE = 16

_CARDS = {
    "denoise": "Removes noise of unknown strength (Gaussian, standard deviation 2 to 55 of 255) from photographs.",
    "upscale": "Doubles the width and height of photographs, on the luma; colours are enlarged by bicubic filtering.",
}


def run(name: str, photographs: Path, output: Path, steps: int, seed: int) -> dict[str, Any]:
    """Do all of it, print the figures, and return them.

    Raises:
        DatasetError: no photographs.
    """
    train, test = (load(photographs, split) for split in ("train", "test"))
    from training.enhancement.export import to_litert  # noqa: PLC0415 -- TensorFlow takes seconds
    from training.enhancement.fit import fit  # noqa: PLC0415
    from training.enhancement.kinds import KINDS  # noqa: PLC0415

    kind = KINDS[name]
    model = fit(train, kind, steps=steps, batch_size=BATCH_SIZE, seed=seed)
    settings = {"kind": name, "steps": steps, "batch_size": BATCH_SIZE, "seed": seed, "weights": model.count_params()}
    return package(name, to_litert(model, kind), kind, test, output, lineage(settings, photographs))


def package(
    name: str, file: bytes, kind: Kind, test: list[Image], output: Path, origin: dict[str, Any]
) -> dict[str, Any]:
    """Measure a LiteRT file and write the model folder around it; return the figures."""
    network = load_network("litert", bytearray(file))
    draft = folders.manifest(name, file, network, kind)
    metrics = measure(draft, network, kind, test)
    sample = folders.golden(draft, network, arrays(test[:1], kind.mode)[0], kind)
    whole = draft._replace(metrics=metrics, lineage=origin, golden=sample)
    pack(output, whole, file, card(name, metrics, origin))
    return metrics


def card(name: str, metrics: dict[str, Any], origin: dict[str, Any]) -> str:
    """Return the model card: what it is for, what it learnt from, what it reaches, and what it does not."""
    rows = "".join(f"| {which} | {it['before']} | {it['after']} |\n" for which, it in metrics["psnr"].items())
    return (
        f"# {name}\n\n{_CARDS[name]}\n\n"
        f"{data(origin)}"
        f"**Measured** on {metrics['photographs']} other photographs, PSNR in dB, by the file as served:\n\n"
        f"| damage | before | after |\n| --- | ---: | ---: |\n{rows}\n"
        "**Limits.** Learnt from sharp photographs with added damage: other damage (blur, JPEG blocks, film grain) "
        "is not undone. It adds nothing that the neighbouring pixels do not suggest; do not use it as evidence.\n\n"
        "**Licence.** Apache-2.0, like the code.\n"
    )
