"""The job's code as SageMaker's script mode wants it: ``sourcedir.tar.gz``, the same bytes for the same code."""

from __future__ import annotations

import gzip
import re
import tarfile
from io import BytesIO
from typing import TYPE_CHECKING

from workbench.local.layout import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = "training/entry.py"
REQUIREMENTS = "requirements.txt"
_SOURCES = ("training", "layers/tintype/src/tintype")
_LOCKS = ("requirements/efficientnet-lite0.txt",)
"""What the job installs when it is needed, at these hashes."""

_LEFT_OUT = {"datasets", "__pycache__"}

_PACKAGES = ("ai-edge-litert", "pillow", "rich")
"""What the job imports beyond TensorFlow, NumPy and boto3, which AWS's TensorFlow image has."""


def source_archive(root: Path = PROJECT) -> bytes:
    """Return the archive: the job, the serving code that it measures with, and ``requirements.txt``.

    The requirements are at the workspace's locked versions; the toolkit installs them before it starts the job.
    """
    stream = BytesIO()
    with (
        gzip.GzipFile(fileobj=stream, mode="wb", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in _files(root):
            _add(archive, str(path.relative_to(root)), path.read_bytes())
        for lock in _LOCKS:
            _add(archive, lock, (root / lock).read_bytes())
        _add(archive, REQUIREMENTS, requirements(root).encode())
    return stream.getvalue()


def requirements(root: Path = PROJECT) -> str:
    """Return the packages at the versions of ``requirements/workspace.txt``."""
    lock = (root / "requirements" / "workspace.txt").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", lock, re.MULTILINE))
    return "".join(f"{name}=={pins[name]}\n" for name in _PACKAGES)


def _files(root: Path) -> Iterator[Path]:
    for source in _SOURCES:
        for path in sorted((root / source).rglob("*")):
            if path.is_file() and not _LEFT_OUT & set(path.relative_to(root).parts):
                yield path


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)  # without time, owner and mode of this machine
    member.size = len(data)
    archive.addfile(member, BytesIO(data))
