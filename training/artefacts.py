"""What a job leaves in its model folder; SageMaker packs it into ``model.tar.gz``."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.manifest import FileEntry, Golden, Manifest
from training.served import png

if TYPE_CHECKING:
    from pathlib import Path

    from tintype.images import Preprocessing
    from tintype.tensor import TensorSpec
    from training.dataset import Dataset
    from training.evaluation import Answers, Evaluation
    from training.served import ServedModel

FILES = {
    "model": "model.tflite",
    "keras": "model.keras",
    "metrics": "metrics.json",
    "confusion": "confusion-matrix.json",
    "report": "report.html",
    "sample": "golden.png",
    "evaluation": "evaluation.zip",
    "card": "card.md",
}
"""Each role's file in the model folder; all of them are published."""

NAMES = {**FILES, "tables": "tables.bin"}
"""The file of every role that a model folder may have."""

MANIFEST, LABELS, GOLDEN = "manifest.json", "labels.txt", "golden.json"
GOLDEN_TOLERANCE = 1e-3
"""Of a probability: other processors sum in another order (about 1e-6), a damaged file is off by far more."""


class Sample(NamedTuple):
    """One real test image as PNG, its true label, and the answer that the file gives as served."""

    image: bytes
    label: str
    answer: list[float]


def golden_sample(served: ServedModel, test: Dataset, answers: Answers) -> Sample:
    """Take the first test image that is answered rightly (the very first, if none is)."""
    index = int((answers.argmax(1) == test.labels).argmax())
    image = png(test.images[index])
    return Sample(image, test.names[int(test.labels[index])], served.answer(image).tolist())


def write_reports(folder: Path, metrics: dict[str, Any], evaluation: Evaluation, names: tuple[str, ...]) -> None:
    """Write the labels (one a line), the metrics, and the confusion matrix."""
    (folder / LABELS).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    _write_json(folder / FILES["metrics"], metrics)
    matrix = {"labels": names, "rows": "true label", "columns": "answer", "counts": evaluation.confusion.tolist()}
    _write_json(folder / FILES["confusion"], matrix)


def write_golden(folder: Path, sample: Sample, output: TensorSpec) -> Golden:
    """Write the golden sample, as a picture and as numbers, and return it as the manifest has it."""
    golden = Golden(b64encode(sample.image).decode(), {output.name: sample.answer}, GOLDEN_TOLERANCE)
    (folder / FILES["sample"]).write_bytes(sample.image)
    document = {"image": FILES["sample"], "label": sample.label, **golden._asdict()}
    del document["input"], document["beside"]
    _write_json(folder / GOLDEN, document)
    return golden


def write_manifest(
    folder: Path,
    name: str,
    preprocessing: Preprocessing,
    labels: tuple[str, ...],
    *,
    tensors: tuple[TensorSpec, TensorSpec],
    golden: Golden,
    metrics: dict[str, Any],
    lineage: dict[str, Any],
) -> Manifest:
    """Write the manifest as it will be published, but for the version, which is 0 until the registry gives one.

    Args:
        folder: the model folder, in which every file of :data:`FILES` has been written.
        name: the model's.
        preprocessing: how an image becomes the input.
        labels: in the order of the output.
        tensors: the input and the output, as the model file names them.
        golden: one input with its answer.
        metrics: what was measured.
        lineage: where the model comes from.
    """
    manifest = Manifest(
        name=name,
        version=0,
        task="classification",
        runtime="litert",
        files={role: FileEntry.of((folder / file).read_bytes()) for role, file in FILES.items()},
        inputs=tensors[:1],
        outputs=tensors[1:],
        preprocessing=preprocessing,
        labels=labels,
        golden=golden,
        metrics=metrics,
        lineage=lineage,
    )
    (folder / MANIFEST).write_bytes(manifest.to_json())
    return manifest


def _write_json(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
