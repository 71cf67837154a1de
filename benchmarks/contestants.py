"""Who is compared: handlers, each with the Python, the path and the variables that it needs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.folders import HANDLERS
from benchmarks.packages import installed
from workbench.local.layout import PROJECT
from workbench.local.runtime import RUNTIME_CLIENT
from workbench.packaging.python313 import find_python313

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.models import Published

EMPTY, STRAIGHTFORWARD, TENSORFLOW, TINTYPE = "empty", "straightforward", "tensorflow", "tintype"


class Contestant(NamedTuple):
    """A handler.

    Attributes:
        name: in the tables.
        python: the interpreter, which has awslambdaric or finds it on ``path``.
        handler: the dotted path.
        path: where its modules are, the handler's own folder first.
        variables: what it wants to know of a model, beside what Lambda itself sets.
    """

    name: str
    python: Path
    handler: str
    path: tuple[Path, ...]
    variables: Callable[[Published], Mapping[str, str]]


def contestants(build: Path) -> dict[str, Contestant]:
    """Return all of them.

    Args:
        build: SAM's build folder: the function and the layers as deployed. Where it or a Python 3.13 is missing,
            the source tree and this Python take their places.
    """
    python = find_python313()
    if python is None or not (build / "TintypeLayer").is_dir() or not RUNTIME_CLIENT.is_dir():
        python = Path(sys.executable)
        client: tuple[Path, ...] = ()
        ours: tuple[Path, ...] = (PROJECT, PROJECT / "layers" / "tintype" / "src")
        packages: tuple[Path, ...] = ()
    else:
        client = (RUNTIME_CLIENT,)
        layers = (build / layer / "python" for layer in ("TintypeLayer", "DependenciesLayer"))
        ours = (build / "PredictHttpFunction", build / "PredictBatchFunction", *layers)
        packages = (installed(python),)
    found = (
        Contestant(EMPTY, python, "app.handler", (HANDLERS / EMPTY, *client), _nothing),
        Contestant(TINTYPE, python, "functions.predict_http.app.handler", (*ours, *client), _ours),
        Contestant(
            STRAIGHTFORWARD, python, "app.handler", (HANDLERS / STRAIGHTFORWARD, *packages, *client), _file("model")
        ),
        Contestant(TENSORFLOW, Path(sys.executable), "app.handler", (HANDLERS / TENSORFLOW,), _keras),
    )
    return {contestant.name: contestant for contestant in found}


def _nothing(_model: Published) -> Mapping[str, str]:
    return {}


def _ours(model: Published) -> Mapping[str, str]:
    return {
        "TINTYPE_MODEL_BUCKET": model.bucket,
        "TINTYPE_PRELOAD": model.name,
        "OPENBLAS_NUM_THREADS": "1",  # as in template.yaml
    }


def _file(role: str) -> Callable[[Published], Mapping[str, str]]:
    return lambda model: {"MODEL_BUCKET": model.bucket, "MODEL_KEY": model.keys[role]}


def _keras(model: Published) -> Mapping[str, str]:
    return {**_file("keras")(model), "TF_CPP_MIN_LOG_LEVEL": "2"}
