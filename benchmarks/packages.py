"""The straightforward handler's packages for Lambda's Python, as `pip install` would bring them, compiled."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from benchmarks.folders import WORK
from workbench.local.layout import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("boto3", "aws-lambda-powertools", "pillow", "numpy", "ai-edge-litert")
_VERSIONS = PROJECT / "requirements" / "workspace.txt"


def installed(python: Path) -> Path:
    """Return the folder with the packages, installing them at the first call.

    Args:
        python: whose version they are for; it also compiles them.
    """
    folder = WORK / "packages"
    done = folder / ".installed"
    if not done.exists():
        uv = PROJECT / ".venv" / "bin" / "uv"
        target = ["--python", str(python), "--target", str(folder), "--constraint", str(_VERSIONS)]
        subprocess.run([uv, "pip", "install", "--quiet", *target, *NAMES], check=True, cwd=PROJECT)
        subprocess.run([python, "-m", "compileall", "-q", str(folder)], check=False)  # some templates are no Python
        done.touch()
    return folder
