"""What this machine needs to build, to run the local stack and to deploy."""

from __future__ import annotations

import shutil
import socket
import sys
from functools import partial
from typing import TYPE_CHECKING

from workbench.doctor.finding import note, right, wrong
from workbench.engine.daemon import Daemon, answers
from workbench.engine.home import HOME as ENGINE
from workbench.local import ready
from workbench.local.emulator import find_emulator
from workbench.local.layout import PROJECT, Layout
from workbench.local.runtime import LAMBDA_PYTHON, RUNTIME_CLIENT, is_fresh
from workbench.packaging.python313 import find_python313

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from workbench.doctor.finding import Finding

_AREA = "machine"
_PYTHONS = ((3, 11), (3, 13))
_GIGABYTE = 1_000_000_000
_NEEDED, _COMFORTABLE = 1, 5  # GB: a build and a training run; a few of them


def checks(home: Path, ports: Iterable[int], project: Path = PROJECT) -> list[Callable[[], Iterable[Finding]]]:
    """Return what is looked at.

    Args:
        home: the local stack's folder.
        ports: where the local stack listens.
        project: the checkout.
    """
    return [
        python,
        programs,
        partial(environment, project),
        partial(sam, project),
        partial(build, project),
        partial(disk, project),
        partial(free_ports, home, ports),
        engine,
    ]


def python(version: tuple[int, int] = (sys.version_info.major, sys.version_info.minor)) -> Iterator[Finding]:
    """Look at this Python, and for that of Lambda."""
    said = "{}.{}".format(*version)
    if _PYTHONS[0] <= version <= _PYTHONS[1]:
        yield right(_AREA, "Python", said)
    else:
        yield wrong(_AREA, "Python", said, "Install 3.11, 3.12 or 3.13, then `make setup PYTHON=python3.13`.")
    what = f"Lambda's Python ({LAMBDA_PYTHON})"
    if found := find_python313():
        yield right(_AREA, what, found)
    else:
        mend = "Install Python 3.13; without it the local stack runs the source tree instead of the build."
        yield note(_AREA, what, "none", mend)


def programs() -> Iterator[Finding]:
    """Look for what the Makefile calls."""
    for name in ("make", "git"):
        found = shutil.which(name)
        yield right(_AREA, name, found) if found else wrong(_AREA, name, "none on PATH", f"Install {name}.")


def environment(project: Path) -> Iterator[Finding]:
    """Look whether the environment is the locks'."""
    uv, installed, lock = (
        project / name for name in (".venv/bin/uv", ".venv/.installed", "requirements/workspace.txt")
    )
    if not uv.exists():
        yield wrong(_AREA, "uv", f"none at {uv}", "Run `make setup`.")
    elif not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        yield wrong(_AREA, "environment", f"older than {lock.name}", "Run `make setup`.")
    else:
        yield right(_AREA, "environment", "as its lock says")


def sam(project: Path) -> Iterator[Finding]:
    """Look for the SAM CLI and the Runtime Interface Emulator in its wheel."""
    own = project / ".tools" / "sam" / "bin" / "sam"
    found = str(own) if own.exists() else shutil.which("sam")
    yield right(_AREA, "SAM CLI", found) if found else wrong(_AREA, "SAM CLI", "none", "Run `make setup`.")
    try:
        yield right(_AREA, "emulator", find_emulator(project / ".tools" / "sam").name)
    except FileNotFoundError as error:
        yield wrong(_AREA, "emulator", error, "Run `make setup`, on Linux.")


def build(project: Path, client: Path = RUNTIME_CLIENT) -> Iterator[Finding]:
    """Look whether the build is there and as new as its sources, and whether it can be run here."""
    folder = project / ".aws-sam" / "build"
    if is_fresh(folder, project):
        yield right(_AREA, "build", "as new as its sources")
    elif folder.exists():
        yield note(_AREA, "build", "older than its sources, or for another processor", "Run `make build`.")
    else:
        yield note(_AREA, "build", "none", "Run `make build`; until then the local stack runs the source tree.")
    if not (client / "awslambdaric").is_dir():
        yield note(_AREA, "Lambda's runtime client", "none", "Run `make up`, which fetches it.")


def disk(folder: Path) -> Iterator[Finding]:
    """Look for room."""
    free = shutil.disk_usage(folder).free / _GIGABYTE
    said, mend = f"{free:.1f} GB free", "Make room; `make build` and training need it."
    if free < _NEEDED:
        yield wrong(_AREA, "disk", said, mend)
    else:
        yield right(_AREA, "disk", said) if free >= _COMFORTABLE else note(_AREA, "disk", said, mend)


def free_ports(home: Path, ports: Iterable[int]) -> Iterator[Finding]:
    """Look whether the local stack could listen, where it does not run already."""
    if ready.read(Layout(home)):
        return
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                mend = "Stop what listens there, or choose others by TINTYPE_PORT and TINTYPE_AWS_PORT."
                yield wrong(_AREA, f"port {port}", "taken", mend)
            else:
                yield right(_AREA, f"port {port}", "free")


def engine() -> Iterator[Finding]:
    """Look for a container engine, which only `sam local` needs."""
    if answers(None) or Daemon(ENGINE).answers():
        yield right(_AREA, "container engine", "answers")
    else:
        mend = 'Only `sam local` needs one: start Docker, or eval "$(python -m workbench.engine up)".'
        yield note(_AREA, "container engine", "none", mend)
