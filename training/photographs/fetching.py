"""Debian packages, fetched and unpacked without being installed."""

from __future__ import annotations

import shutil
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

from training.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def unpack(packages: Iterable[str], folder: Path) -> None:
    """Unpack each package to ``folder``/<its name>.

    Raises:
        DatasetError: this is no Debian (or a derivative), or a package cannot be had.
    """
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise DatasetError("apt-get and dpkg-deb", "neither", "Give photographs of your own by --from FOLDER.")
    folder = folder.resolve()  # the programs run elsewhere
    for package in packages:
        if not (folder / package).exists():
            _unpack(package, folder)


def _unpack(package: str, folder: Path) -> None:
    downloads = folder / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    _run(["apt-get", "download", "-qq", package], downloads)
    (file,) = downloads.glob(f"{package}_*.deb")
    _run(["dpkg-deb", "-x", str(file), str(folder / package)], downloads)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DatasetError(" ".join(command[:3]), done.stderr.strip()[-500:], "Try `apt-get update` first.")


def checked(path: Path, expected: str) -> Path:
    """Return the path.

    Raises:
        DatasetError: the file is missing, or another one.
    """
    received = sha256(path.read_bytes()).hexdigest() if path.exists() else "no file"
    if received != expected:
        raise DatasetError(f"{path.name} with SHA-256 {expected}", received, "The package has changed: pin it anew.")
    return path
