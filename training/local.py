"""A training job on this machine: SageMaker's folders laid out for it, then the job's own entry point.

Nothing here trains: what runs is what SageMaker would run, so that a job that works here works there.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from training import job
from training.artefacts import FILES
from training.errors import DatasetError, JobFailedError
from training.known import MNIST
from training.loaders import s3

if TYPE_CHECKING:
    from collections.abc import Mapping

    from training.hyperparameters import Hyperparameters

__all__ = ["MNIST", "SHORT", "JobResult", "prepare", "run_training_job"]

SHORT: dict[str, Any] = {"epochs": 1, "batch_size": 64, "train_images": 40_000}
"""Hyperparameters of a run of about twenty seconds on two processors that still reaches .97 on MNIST."""


class JobResult(NamedTuple):
    """A job that ended well.

    Attributes:
        folder: the job's, as ``/opt/ml`` would be.
        model: the folder below it with all that was written, see docs/training.md.
        metrics: as in ``metrics.json``; ``accuracy`` is the LiteRT file's, as served.
        version: the registry's number, or None when nothing was published.
        seconds: the whole job, TensorFlow's import included.
    """

    folder: Path
    model: Path
    metrics: dict[str, Any]
    version: int | None
    seconds: float


def run_training_job(
    settings: Hyperparameters,
    data: str | Path = MNIST,
    folder: Path | None = None,
    others: Mapping[str, str] = MappingProxyType({}),
) -> JobResult:
    """Lay out a job's folders, run the job in this process, and return what it left.

    A folder of a job that was interrupted has its checkpoints, from which it goes on.

    Args:
        settings: the hyperparameters; with ``registry`` the model is published.
        data: a folder of idx files, TFRecords or labelled images, or ``s3://bucket/prefix``.
        folder: the job's; ``.tintype/training/<name>-<time>`` by default.
        others: further channels (``test``, ``validation``) by name; likewise folders or S3 prefixes.

    Raises:
        JobFailedError: the job wrote a failure file; what it says has been printed too.
        DatasetError: the data cannot be brought to the job.
    """
    started = time.monotonic()
    folder = folder or Path(".tintype", "training", f"{settings.name}-{time.strftime('%Y%m%d-%H%M%S')}")
    prepare(folder.absolute(), settings, data, others)
    if job.main([], _environ(folder)):
        failure = (folder / "output" / "failure").read_text(encoding="utf-8")
        raise JobFailedError(failure.partition("\n")[0], detail=failure)
    return _result(folder, time.monotonic() - started)


def prepare(
    folder: Path, settings: Hyperparameters, data: str | Path, others: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Lay out what SageMaker mounts at ``/opt/ml``: the configuration, the ``training`` channel and the others."""
    config = folder / "input" / "config"
    config.mkdir(parents=True, exist_ok=True)
    channel = {"TrainingInputMode": "File", "S3DistributionType": "FullyReplicated", "RecordWrapperType": "None"}
    _write_json(config / "hyperparameters.json", settings.to_strings())
    _write_json(config / "inputdataconfig.json", dict.fromkeys(["training", *others], channel))
    _write_json(config / "resourceconfig.json", {"current_host": "localhost", "hosts": ["localhost"]})
    for name in ("input/data", "model", "output/data", "checkpoints"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, source in {"training": data, **others}.items():
        _bring(source, folder / "input" / "data" / name)


def _bring(data: str | Path, channel: Path) -> None:
    if s3.is_uri(data):
        s3.download(str(data), channel)
        return
    source = Path(data).absolute()
    if not source.is_dir():
        raise DatasetError(
            "a folder of idx files, TFRecords or labelled images", f"{source}, which is none", "Check the path."
        )
    channel.unlink(missing_ok=True)
    channel.symlink_to(source, target_is_directory=True)


def _environ(folder: Path) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SM_")}
    return {**kept, "SAGEMAKER_BASE_DIR": str(folder.absolute())}


def _result(folder: Path, seconds: float) -> JobResult:
    model = folder / "model"
    metrics = json.loads((model / FILES["metrics"]).read_bytes())
    published = folder / "output" / "data" / "published.json"
    version = json.loads(published.read_bytes())["version"] if published.exists() else None
    return JobResult(folder, model, metrics, version, seconds)


def _write_json(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
