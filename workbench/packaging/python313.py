"""Finds the Python that Lambda runs (3.13) on this machine: it compiles the layers and runs their wheels."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Globs below the home folder, of the installers that people use, each newest first.
HOME_PATTERNS = (
    ".pyenv/versions/3.13.*/bin/python3.13",
    ".local/share/uv/python/cpython-3.13.*/bin/python3.13",
)
PROBE = "import sys; assert sys.version_info[:2] == (3, 13); print(sys.executable)"


def find_python313(home: Path | None = None) -> Path | None:
    """Return the first candidate that runs and is a Python 3.13, or None.

    Each candidate is run, because a version manager's shim lies on PATH whether or not it works.
    """
    return next(filter(None, map(_probe, _candidates(home or Path.home()))), None)


def _candidates(home: Path) -> Iterator[str]:
    yield sys.executable
    if on_path := shutil.which("python3.13"):
        yield on_path
    for pattern in HOME_PATTERNS:
        yield from map(str, sorted(home.glob(pattern), reverse=True))


def _probe(candidate: str) -> Path | None:
    try:
        found = subprocess.run([candidate, "-c", PROBE], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return Path(found.stdout.strip())


if __name__ == "__main__":
    print(find_python313() or "")  # noqa: T201 - the Makefile reads it
