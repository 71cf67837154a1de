"""Where SageMaker puts what a training job reads, and expects what it writes.

https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html has the paths
below ``/opt/ml``; the ``SM_*`` variables are those of the sagemaker-training toolkit.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from training.cluster import Cluster
from training.errors import DatasetError, HyperparameterError

if TYPE_CHECKING:
    from collections.abc import Mapping

FAILURE_LIMIT = 1024  # SageMaker shows this many characters of the failure file as FailureReason
_TRAINING, _TEST, _VALIDATION = ("training", "train"), ("test", "testing"), ("validation", "val")


class JobEnvironment(NamedTuple):
    """The job's folders and what it was told.

    Attributes:
        training: the data set's folder, or an ``s3://`` URI when the command line says so.
        test, validation: a channel of test or validation images of its own, if the job has one; likewise.
        model: what is written here becomes ``model.tar.gz``.
        output: the failure file goes here.
        output_data: what is written here becomes ``output.tar.gz``.
        checkpoints: what is written here is there again when the job is started anew.
        cluster: the hosts that train together.
        hyperparameters: by name, strings.
    """

    training: str
    test: str
    validation: str
    model: Path
    output: Path
    output_data: Path
    checkpoints: Path
    cluster: Cluster
    hyperparameters: Mapping[str, Any]

    @classmethod
    def read(cls, environ: Mapping[str, str], arguments: Mapping[str, str]) -> JobEnvironment:
        """Combine the command line, ``SM_*`` and the files below ``/opt/ml``, in this order of precedence.

        Args:
            environ: the process's variables.
            arguments: what the command line sets, by name with underscores.

        Raises:
            ClusterError: the hosts contradict themselves.
            DatasetError: there is no training channel.
            HyperparameterError: the hyperparameters are no JSON object.
        """
        rest, base = dict(arguments), _base(environ)

        def folder(name: str, default: Path) -> Path:
            return Path(rest.pop(name, "") or environ.get(f"SM_{name.upper()}") or default)

        return cls(
            training=rest.pop("training", "") or _training(environ),
            test=rest.pop("test", "") or _channel(environ, _TEST),
            validation=rest.pop("validation", "") or _channel(environ, _VALIDATION),
            model=folder("model_dir", base / "model"),
            output=output_folder(environ),
            output_data=folder("output_data_dir", base / "output" / "data"),
            checkpoints=folder("checkpoint_dir", base / "checkpoints"),
            cluster=Cluster.read(environ, base),
            hyperparameters={**_hyperparameters(environ), **rest},
        )


def output_folder(environ: Mapping[str, str]) -> Path:
    """Return where the failure file goes, which is known even when everything else is wrong."""
    return Path(environ.get("SM_OUTPUT_DIR") or _base(environ) / "output")


def write_failure(folder: Path, reason: str, details: str) -> None:
    """Write the failure file: the reason in the first line, then as many details as SageMaker keeps."""
    folder.mkdir(parents=True, exist_ok=True)
    text = f"{' '.join(reason.split())}\n{details}"
    (folder / "failure").write_text(text[:FAILURE_LIMIT], encoding="utf-8")


def _base(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("SAGEMAKER_BASE_DIR") or "/opt/ml")


def _training(environ: Mapping[str, str]) -> str:
    folder = _channel(environ, _TRAINING)
    if not folder:
        raise DatasetError(
            "a channel called training with the data set",
            f"none in {environ.get('SM_INPUT_DIR') or _base(environ) / 'input'}",
            "Add the channel to the job, or give --training FOLDER.",
        )
    return folder


def _channel(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    inputs = Path(environ.get("SM_INPUT_DIR") or _base(environ) / "input")
    for name in names:
        path = Path(environ.get(f"SM_CHANNEL_{name.upper()}") or inputs / "data" / name)
        if path.is_dir():
            return str(path)
    return ""


def _hyperparameters(environ: Mapping[str, str]) -> dict[str, Any]:
    folder = environ.get("SM_INPUT_CONFIG_DIR") or _base(environ) / "input" / "config"
    path = Path(folder) / "hyperparameters.json"
    text = environ.get("SM_HPS") or (path.read_text(encoding="utf-8") if path.is_file() else "{}")
    try:
        values = json.loads(text)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise HyperparameterError(
            f"a JSON object in SM_HPS or {path.name}", repr(text[:80]), 'For example: {"epochs": "3"}.'
        )
    return values
