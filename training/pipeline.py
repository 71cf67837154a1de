"""The job's work once the data is there: train, convert, compare, measure, write, publish."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from training import artefacts
from training.evaluation import check_parity, evaluate
from training.export import save_keras, to_litert
from training.fit import fit, normalise
from training.lineage import lineage
from training.publishing import open_registry, publish_folder
from training.served import ServedModel

if TYPE_CHECKING:
    from pathlib import Path

    from training.dataset import Dataset, Split
    from training.environment import JobEnvironment
    from training.evaluation import Answers, Evaluation
    from training.hyperparameters import Hyperparameters
    from training.progress import Reporter

PUBLISHED = "published.json"


class _Measured(NamedTuple):
    answers: Answers
    served: Evaluation
    keras: Evaluation
    difference: float


def run(environment: JobEnvironment, settings: Hyperparameters, split: Split, report: Reporter) -> None:
    """Do everything that a training job does with its data.

    Args:
        environment: where to write.
        settings: the hyperparameters; their ``registry`` is where to publish, if anywhere.
        split: what to learn, and what to be measured on.
        report: is told what happens.

    Raises:
        TintypeError: what is wrong with the conversion or the registry.
    """
    model, history = fit(split.train, settings, report)
    report.stage("Converting to LiteRT and measuring on the test images")
    file = to_litert(model)
    served = ServedModel(file, settings.preprocessing)
    measured = _measure(model, served, split.test, settings)
    environment.model.mkdir(parents=True, exist_ok=True)
    (environment.model / artefacts.FILES["model"]).write_bytes(file)
    save_keras(model, environment.model / artefacts.FILES["keras"])
    _write(environment.model, settings, split, measured, served, history)
    report.metrics({f"test_{name}": value for name, value in _headline(measured).items()})
    if settings.registry:
        _publish(environment, settings, report)


def _measure(model: Any, served: ServedModel, test: Dataset, settings: Hyperparameters) -> _Measured:  # noqa: ANN401
    of_keras = model.predict(normalise(test.images, settings.preprocessing), batch_size=500, verbose=0)
    answers = served.answers(test.images)
    difference = check_parity(of_keras, answers)
    return _Measured(answers, evaluate(answers, test.labels), evaluate(of_keras, test.labels), difference)


def _headline(measured: _Measured) -> dict[str, float]:
    return {
        "accuracy": measured.served.accuracy,
        "loss": measured.served.loss,
        "keras_accuracy": measured.keras.accuracy,
    }


def _write(
    folder: Path,
    settings: Hyperparameters,
    split: Split,
    measured: _Measured,
    served: ServedModel,
    history: list[dict[str, float]],
) -> None:
    names = split.test.names
    metrics = {
        **_headline(measured),
        "largest_difference": measured.difference,
        "train_images": len(split.train.labels),
        "test_images": len(split.test.labels),
    }
    details = {**metrics, "labels": measured.served.per_label(names), "epochs": history}
    artefacts.write_reports(folder, details, measured.served, names)
    sample = artefacts.golden_sample(served, split.test, measured.answers)
    artefacts.write_manifest(
        folder,
        settings.name,
        settings.preprocessing,
        names,
        tensors=(served.input, served.output),
        golden=artefacts.write_golden(folder, sample, served.output),
        metrics=metrics,
        lineage=lineage(settings, split.digest),
    )


def _publish(environment: JobEnvironment, settings: Hyperparameters, report: Reporter) -> None:
    bucket = open_registry(settings.registry)
    published = publish_folder(bucket, environment.model, release=settings.release)
    environment.output_data.mkdir(parents=True, exist_ok=True)
    document = {"name": published.name, "version": published.version, "sha256": published.digest}
    (environment.output_data / PUBLISHED).write_text(json.dumps(document), encoding="utf-8")
    state = "released as production" if settings.release else "not released"
    report.stage(f"Published {published.name} version {published.version}, {state}")
