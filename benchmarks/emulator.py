"""A contestant under the real Runtime Interface Emulator: started, called, measured, ended."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Any

import psutil

from benchmarks.folders import WORK
from workbench.local.emulator import INVOCATION_PATH, emulator_command, find_emulator
from workbench.local.environment import free_ports, kill_tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

    from benchmarks.contestants import Contestant

_PAUSE = 0.0005  # seconds between two looks whether the emulator listens
_MEGABYTE = 1e6

LAMBDA_VARIABLES = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
    "AWS_LAMBDA_FUNCTION_NAME": "bench",
    "AWS_LAMBDA_FUNCTION_TIMEOUT": "30",
    "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    "AWS_LAMBDA_LOG_FORMAT": "JSON",
    "AWS_LAMBDA_LOG_LEVEL": "INFO",
    "LANG": "en_US.UTF-8",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "POWERTOOLS_METRICS_NAMESPACE": "Tintype",
    "POWERTOOLS_SERVICE_NAME": "tintype",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "PYTHONDONTWRITEBYTECODE": "1",  # Lambda's /var/task and /opt are read-only
    "TZ": ":UTC",
}


class Emulator:
    """Runs from entering to leaving the ``with`` block; one call at a time."""

    def __init__(self, contestant: Contestant, variables: Mapping[str, str]) -> None:
        self._contestant = contestant
        self._variables = variables

    def __enter__(self) -> Self:
        contestant = self._contestant
        invoke_port, runtime_port = free_ports(2)
        runtime = [str(contestant.python), "-m", "awslambdaric", contestant.handler]
        environment = {
            **LAMBDA_VARIABLES,
            "LAMBDA_TASK_ROOT": str(contestant.path[0]),
            "PYTHONPATH": ":".join(map(str, contestant.path)),
            **self._variables,
        }
        command = emulator_command(find_emulator(), invoke_port, runtime_port, runtime)
        self._connection = http.client.HTTPConnection("127.0.0.1", invoke_port, timeout=60)
        with (WORK / f"{contestant.name}.log").open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=contestant.path[0], env=environment, stdout=log, stderr=log, process_group=0
            )
        while not _listens(invoke_port):
            time.sleep(_PAUSE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        kill_tree(self._process)

    def call(self, event: bytes, label: str) -> None:
        """Send an event and insist on the right label in the answer (none is wanted of the empty handler).

        Raises:
            RuntimeError: another answer.
        """
        self._connection.request("POST", INVOCATION_PATH, event, {"Content-Type": "application/json"})
        answer: dict[str, Any] = json.loads(self._connection.getresponse().read())
        body = json.loads(answer.get("body") or "{}")
        if answer.get("statusCode") != 200 or (label and body.get("label") != label):  # noqa: PLR2004
            message = f"expected {self._contestant.name} to answer {label!r}, received {answer}"
            raise RuntimeError(message)

    def cpu_milliseconds(self) -> float:
        """Processor time so far of the emulator and everything below it."""
        return sum(map(_cpu_milliseconds, self._tree()))

    def rss_megabytes(self) -> float:
        """Memory of the runtime's process: the emulator's is not the function's."""
        return max(process.memory_info().rss for process in self._tree()[1:]) / _MEGABYTE

    def _tree(self) -> list[psutil.Process]:
        root = psutil.Process(self._process.pid)
        return [root, *root.children(recursive=True)]


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _cpu_milliseconds(process: psutil.Process) -> float:
    """By the process's CPU clock, in nanoseconds and with its ended threads; /proc counts in hundredths of seconds.

    The clock's number is made as clock_getcpuclockid(3) makes it.
    """
    return time.clock_gettime_ns(~process.pid << 3 | 2) / 1e6
