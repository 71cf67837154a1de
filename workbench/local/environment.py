"""One execution environment: a real emulator process with a real runtime inside, one invoke at a time."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from workbench.local.emulator import INVOCATION_PATH, emulator_command
from workbench.local.outcome import MAX_REQUEST_BYTES, Failure, Outcome, error_outcome, read_reply
from workbench.local.tether import tethered

_START_SECONDS = 10.0
_START_TRIES = 3
# The emulator itself ends a call at the function's timeout; this is for an emulator that hangs.
_GRACE_SECONDS = 15.0


@dataclass(frozen=True)
class Recipe:
    """How to start the environments of one function.

    Args:
        name: the function's.
        emulator: the emulator's binary.
        command: the runtime's command line.
        variables: the runtime's whole environment; nothing of the user's own is added.
        folder: the working directory, Lambda's task root.
        timeout: seconds that one invoke may take.
        log: what the function prints is appended here.
    """

    name: str
    emulator: Path
    command: tuple[str, ...]
    variables: Mapping[str, str] = field(repr=False)
    folder: Path
    timeout: int
    log: Path


class Environment:
    """An environment that starts at its first invoke and is replaced when it breaks.

    Not for two threads at once: the emulator panics at a second invoke. Use it from one thread that
    lasts, because its processes die with the thread that started them.
    """

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: http.client.HTTPConnection | None = None

    @property
    def pid(self) -> int | None:
        """The emulator's process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def invoke(self, payload: bytes) -> Outcome:
        """Send one event and wait for its outcome.

        Raises:
            ValueError: the payload is larger than Lambda takes; the emulator would cut it silently.
            RuntimeError: the emulator cannot be started.
        """
        if len(payload) > MAX_REQUEST_BYTES:
            message = f"expected a payload of at most {MAX_REQUEST_BYTES} bytes, received {len(payload)}"
            raise ValueError(message)
        connection = self._connection if self._connection and self.pid else self._start()
        try:
            connection.request("POST", INVOCATION_PATH, payload, {"Content-Type": "application/json"})
            response = connection.getresponse()
            return read_reply(response.status, response.read())
        except (OSError, http.client.HTTPException) as problem:
            self.stop()
            return error_outcome(Failure.EXIT, f"the execution environment of {self._recipe.name} broke: {problem!r}")

    def stop(self) -> None:
        """End the emulator and its runtime; the next invoke starts anew."""
        connection, self._connection = self._connection, None
        process, self._process = self._process, None
        if connection:
            connection.close()
        if process:
            kill_tree(process)

    def _start(self) -> http.client.HTTPConnection:
        # A port that was free may be taken a moment later: then others are tried.
        for _ in range(_START_TRIES):
            self.stop()
            if connection := self._try_to_start(*free_ports(2)):
                return connection
        self.stop()
        message = f"the emulator of {self._recipe.name} did not start: see {self._emulator_log()}"
        raise RuntimeError(message)

    def _try_to_start(self, invoke_port: int, runtime_port: int) -> http.client.HTTPConnection | None:
        command = emulator_command(self._recipe.emulator, invoke_port, runtime_port, tethered(self._recipe.command))
        with self._recipe.log.open("ab") as log, self._emulator_log().open("ab") as own_log:
            process = self._process = subprocess.Popen(
                tethered(command),
                cwd=self._recipe.folder,
                env=dict(self._recipe.variables),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=own_log,
                process_group=0,
            )
        if not _listens(process, invoke_port):
            return None
        timeout = self._recipe.timeout + _GRACE_SECONDS
        self._connection = http.client.HTTPConnection("127.0.0.1", invoke_port, timeout=timeout)
        return self._connection

    def _emulator_log(self) -> Path:
        return self._recipe.log.with_suffix(".emulator.log")


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the process takes connections; False when it ends first, or takes too long."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.005)
    return False


def free_ports(count: int) -> list[int]:
    """Return `count` TCP ports of 127.0.0.1 that nobody listens on at this moment."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for item in sockets:
            item.bind(("127.0.0.1", 0))
        return [item.getsockname()[1] for item in sockets]


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """Kill a child and everything below it, and reap the child."""
    with contextlib.suppress(psutil.NoSuchProcess):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
                os.kill(child.pid, signal.SIGKILL)
    process.kill()
    process.wait()
