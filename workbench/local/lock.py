"""One running stack per folder, and how to find the one that runs."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from tintype.errors import TintypeError


class AlreadyRunningError(TintypeError):
    """Another stack holds this folder's lock."""


@contextlib.contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the lock; the kernel lets go of it however this process ends.

    Raises:
        AlreadyRunningError: another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"a stack is running already (process {holder(path)}): stop it by `tintype local down`"
            raise AlreadyRunningError(message) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def holder(path: Path) -> int | None:
    """Return the process that holds the lock, or None."""
    try:
        with path.open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read() or 0) or None
            return None
    except FileNotFoundError:
        return None
