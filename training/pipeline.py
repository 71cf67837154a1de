"""The job's work once the data is there: train, convert, compare, measure, write, publish."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from training import artefacts, report
from training.checkpoints import Checkpoints
from training.evaluation import check_parity, evaluate
from training.export import save_keras, to_litert
from training.fit import fit, normalise
from training.lineage import decisive, lineage
from training.publishing import open_registry, publish_folder
from training.reference import evaluation_set, reference
from training.served import ServedModel
from training.signing import configured_signer

if TYPE_CHECKING:
    from training.dataset import Dataset, Split
    from training.environment import JobEnvironment
    from training.evaluation import Answers, Evaluation
    from training.fit import Fitted
    from training.hyperparameters import Hyperparameters
    from training.progress import Reporter

PUBLISHED = "published.json"


class _Measured(NamedTuple):
    answers: Answers
    served: Evaluation
    keras: Evaluation
    difference: float

    @property
    def headline(self) -> dict[str, float]:
        return {"accuracy": self.served.accuracy, "loss": self.served.loss, "keras_accuracy": self.keras.accuracy}


def run(
    environment: JobEnvironment,
    settings: Hyperparameters,
    split: Split,
    progress: Reporter,
    strategy: Any = None,  # noqa: ANN401 -- tensorflow has no types
) -> None:
    """Do everything that a training job does with its data; of several hosts, the chief alone does more than train.

    Args:
        environment: where to write, and which hosts there are.
        settings: the hyperparameters; their ``registry`` is where to publish, if anywhere.
        split: what to learn, and what to be measured on.
        progress: is told what happens.
        strategy: what connects the hosts, see ``training.strategy``.

    Raises:
        TintypeError: what is wrong with the checkpoints, the conversion or the registry.
    """
    digest, cluster = split.digest, environment.cluster
    job = {"data": digest, "hosts": cluster.size, **decisive(settings)}
    checkpoints = Checkpoints(environment.checkpoints, job, writing=cluster.is_chief)
    fitted = fit(split, settings, progress, checkpoints, cluster, strategy)
    if not cluster.is_chief:
        return
    progress.stage("Converting to LiteRT and measuring on the test images")
    file = to_litert(fitted.model)
    served = ServedModel(file, settings.preprocessing)
    measured = _measure(fitted.model, served, split.test, settings)
    environment.model.mkdir(parents=True, exist_ok=True)
    (environment.model / artefacts.FILES["model"]).write_bytes(file)
    save_keras(fitted.model, environment.model / artefacts.FILES["keras"])
    origin = {**lineage(settings, digest), "weights": weights_digest(fitted.model), "hosts": cluster.size}
    _write(environment, settings, split, fitted, measured, served, origin)
    progress.metrics({f"test_{name}": value for name, value in measured.headline.items()})
    if settings.registry:
        _publish(environment, settings, progress)


def weights_digest(model: Any) -> str:  # noqa: ANN401 -- keras has no types
    """Return the SHA-256 (hexadecimal) over all weights, in the order of the layers: equal weights, equal digest."""
    state = sha256()
    for weight in model.get_weights():
        state.update(np.ascontiguousarray(weight).data)
    return state.hexdigest()


def _measure(model: Any, served: ServedModel, test: Dataset, settings: Hyperparameters) -> _Measured:  # noqa: ANN401
    of_keras = model.predict(normalise(test.images, settings.preprocessing), batch_size=500, verbose=0)
    answers = served.answers(test.images)
    difference = check_parity(of_keras, answers)
    return _Measured(answers, evaluate(answers, test.labels), evaluate(of_keras, test.labels), difference)


def _write(
    environment: JobEnvironment,
    settings: Hyperparameters,
    split: Split,
    fitted: Fitted,
    measured: _Measured,
    served: ServedModel,
    origin: dict[str, Any],
) -> None:
    folder, names = environment.model, split.test.names
    metrics = {
        **measured.headline,
        "largest_difference": measured.difference,
        "train_images": len(split.train.labels),
        "test_images": len(split.test.labels),
    }
    details = {**metrics, "labels": measured.served.per_label(names), "epochs": fitted.history}
    artefacts.write_reports(folder, details, measured.served, names)
    page = report.Findings(
        settings.name, metrics, fitted.history, measured.served, measured.answers, split.test, origin
    )
    (folder / artefacts.FILES["report"]).write_text(report.render(page), encoding="utf-8")
    (folder / artefacts.FILES["evaluation"]).write_bytes(evaluation_set(split.test))
    sample = artefacts.golden_sample(served, split.test, measured.answers)
    artefacts.write_manifest(
        folder,
        settings.name,
        settings.preprocessing,
        names,
        tensors=(served.input, served.output),
        golden=artefacts.write_golden(folder, sample, served.output),
        metrics={**metrics, "reference": reference(measured.answers, split.test, settings.preprocessing)},
        lineage=origin,
    )


def _publish(environment: JobEnvironment, settings: Hyperparameters, progress: Reporter) -> None:
    bucket = open_registry(settings.registry)
    signer = configured_signer(settings.signing_key)
    published = publish_folder(bucket, environment.model, release=settings.release, signer=signer)
    environment.output_data.mkdir(parents=True, exist_ok=True)
    document = {"name": published.name, "version": published.version, "sha256": published.digest}
    (environment.output_data / PUBLISHED).write_text(json.dumps(document), encoding="utf-8")
    state = "released as production" if settings.release else "not released"
    progress.stage(f"Published {published.name} version {published.version}, {state}")
