"""Where a model comes from: data, settings, code, libraries, time."""

from __future__ import annotations

import os
import subprocess
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from training.hyperparameters import Hyperparameters

_LIBRARIES = ("tensorflow-cpu", "tensorflow", "keras", "ai-edge-litert", "numpy", "pillow")

_NOT_TRAINING = ("name", "registry", "release", "signing_key")  # where the model goes, not what it becomes


def lineage(settings: Hyperparameters, digest: str) -> dict[str, Any]:
    """Return the manifest's lineage.

    Args:
        settings: the hyperparameters.
        digest: the data set's SHA-256.
    """
    return origin(data={"digest": digest}, hyperparameters=decisive(settings), libraries=libraries())


def origin(**facts: object) -> dict[str, Any]:
    """Return facts about where a model comes from, with the code's commit and the time."""
    return {**facts, "commit": code_commit(), "created": datetime.now(UTC).isoformat(timespec="seconds")}


def libraries() -> dict[str, str]:
    """Return the version of Python, and of each library that shapes a model, where it is installed."""
    return {"python": python_version(), **_versions()}


def decisive(settings: Hyperparameters) -> dict[str, Any]:
    """Return the hyperparameters that decide what the model becomes."""
    return {name: value for name, value in asdict(settings).items() if name not in _NOT_TRAINING}


def code_commit() -> str:
    """Return TINTYPE_CODE_COMMIT, else the commit of this checkout (``-dirty`` with changes), else an empty text."""
    told = os.environ.get("TINTYPE_CODE_COMMIT", "")
    if told:
        return told
    command = ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        done = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()


def _versions() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
