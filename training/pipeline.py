"""The job's work once the data is there: train, convert, compare, measure, write, publish."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from training import artefacts, networks, report
from training.card import about, card
from training.checkpoints import Checkpoints
from training.efficientnet import weights
from training.errors import HyperparameterError
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

_TOGETHER = 50  # images: larger networks need 20 MB for each


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
    fitted = _fit(environment, settings, split, progress, strategy)
    if not environment.cluster.is_chief:
        return
    progress.stage("Converting to LiteRT and measuring on the test images")
    file = to_litert(fitted.model, cam=fitted.cam)
    served = ServedModel(file, settings.preprocessing)
    measured = _measure(fitted.model, served, split.test, settings)
    environment.model.mkdir(parents=True, exist_ok=True)
    (environment.model / artefacts.FILES["model"]).write_bytes(file)
    save_keras(fitted.model, environment.model / artefacts.FILES["keras"])
    origin = {
        **lineage(settings, split.digest),
        "weights": weights_digest(fitted.model),
        "hosts": environment.cluster.size,
        **({"pretrained": fitted.pretrained} if fitted.pretrained else {}),
    }
    _write(environment, settings, split, fitted, measured, served, origin)
    progress.metrics({f"test_{name}": value for name, value in measured.headline.items()})
    if settings.registry:
        _publish(environment, settings, progress)


def _fit(
    environment: JobEnvironment,
    settings: Hyperparameters,
    split: Split,
    progress: Reporter,
    strategy: Any,  # noqa: ANN401 -- tensorflow has no types
) -> Fitted:
    folder, cluster = environment.checkpoints, environment.cluster
    job = {"data": split.digest, "hosts": cluster.size, **decisive(settings)}
    checkpoints = Checkpoints(folder, job, writing=cluster.is_chief)
    if settings.network != networks.TRANSFER:
        return fit(split, settings, progress, checkpoints, cluster, strategy)
    from training.transfer.run import transfer  # noqa: PLC0415 -- other networks do without

    if cluster.size > 1:
        raise HyperparameterError(
            f"one host for {networks.TRANSFER}", f"{cluster.size}", "Its last layer learns in a minute."
        )
    return transfer(split, settings, progress, folder, (checkpoints, Checkpoints(folder / "fine-tuning", job)))


def weights_digest(model: Any) -> str:  # noqa: ANN401 -- keras has no types
    """Return the SHA-256 (hexadecimal) over all weights, in the order of the layers: equal weights, equal digest."""
    state = sha256()
    for weight in model.get_weights():
        state.update(np.ascontiguousarray(weight).data)
    return state.hexdigest()


def _measure(model: Any, served: ServedModel, test: Dataset, settings: Hyperparameters) -> _Measured:  # noqa: ANN401
    of_keras = model.predict(normalise(test.images, settings.preprocessing), batch_size=_TOGETHER, verbose=0)
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
    notice = weights.notice() if fitted.pretrained else ""
    text = card(page, about(environment.training), notice)
    (folder / artefacts.FILES["card"]).write_text(text, encoding="utf-8")
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
