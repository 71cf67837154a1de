"""The upload function in a process of its own, which can be killed: run as a program, it is that process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

_PROJECT = Path(__file__).parents[2]


class ContainerError(Exception):
    """The process is not there, or ended before it answered."""


class Container:
    """An execution environment of the upload function.

    Args:
        environment: its variables, beside this process's own.
        log: where it prints.
    """

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self._environment = {**os.environ, "PYTHONPATH": str(_PROJECT), **environment}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self.died = False

    def start(self) -> Container:
        """Start the process, and do not wait for it."""
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, __file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                cwd=_PROJECT,
                env=self._environment,
            )
        return self

    def ready(self) -> None:
        """Wait until the handler is imported.

        Raises:
            ContainerError: the process ended.
        """
        self.answer()

    def hand(self, event: bytes) -> None:
        """Hand an event to the handler, as JSON of one line.

        Raises:
            ContainerError: the process ended.
        """
        try:
            _pipe(self._running.stdin).write(event + b"\n")
            _pipe(self._running.stdin).flush()
        except BrokenPipeError:
            raise ContainerError from None

    def answer(self) -> dict[str, Any]:
        """Return what the handler answered.

        Raises:
            ContainerError: the process ended.
        """
        line = _pipe(self._running.stdout).readline()
        if not line.endswith(b"\n"):
            raise ContainerError
        answered: dict[str, Any] = json.loads(line)
        return answered

    def kill(self) -> None:
        """Send SIGKILL, and wait until the process is gone."""
        self.died = True
        self._running.kill()
        self._running.wait()

    def close(self) -> None:
        """Kill the process and close its pipes."""
        self.kill()
        _pipe(self._running.stdout).close()
        with suppress(BrokenPipeError):
            _pipe(self._running.stdin).close()

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise ContainerError
        return self._process


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    if end is None:
        raise ContainerError
    return end


def _main() -> None:
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what the function prints is its log
    from functions.predict_upload.app import handler  # noqa: PLC0415

    answers.write("{}\n")
    for line in sys.stdin:
        answers.write(json.dumps(handler(json.loads(line), None)) + "\n")


if __name__ == "__main__":
    _main()
