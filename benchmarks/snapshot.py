"""A copy of the build to measure: `make build` in another terminal takes the original away meanwhile."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from benchmarks.folders import WORK

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = ("PredictHttpFunction", "PredictBatchFunction", "TintypeLayer", "DependenciesLayer")


def taken(build: Path) -> Path:
    """Copy what is measured of SAM's build folder, if it is there; return the copy."""
    copy = WORK / "build"
    shutil.rmtree(copy, ignore_errors=True)
    for folder in FOLDERS:
        if (build / folder).is_dir():
            shutil.copytree(build / folder, copy / folder)
    return copy
