"""The local AWS's process: start it, wait until it answers, end it."""

import contextlib
import socket
import subprocess
import sys
import time

from workbench.local.layout import PROJECT, Layout
from workbench.local.settings import Settings
from workbench.local.tether import tethered

_START_SECONDS = 60.0


class AwsProcess:
    """The child process that serves S3, SQS and EventBridge, with all that the template names.

    Args:
        settings: port, template and home.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._port = settings.aws_port
        self._layout = Layout(settings.home)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        """Tell whether it runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it and wait until it answers; it dies with the thread that calls this.

        Raises:
            RuntimeError: it ended, or did not answer in a minute.
        """
        log_path = self._layout.logs / "aws.log"
        with log_path.open("ab") as log:
            command = tethered([sys.executable, *self._arguments()])
            self._process = subprocess.Popen(
                command, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0
            )
        deadline = time.monotonic() + _START_SECONDS
        while self.alive and time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._port), timeout=1):
                return
            time.sleep(0.02)
        self.stop()
        message = f"the local AWS did not start on port {self._port}: see {log_path}"
        raise RuntimeError(message)

    def _arguments(self) -> list[str]:
        chosen = self._settings
        arguments = ["-m", "workbench.local.aws", "--port", str(self._port), "--home", str(chosen.home)]
        arguments += ["--template", str(chosen.template)]
        for name, value in chosen.overrides.items():
            arguments += ["--parameter", f"{name}={value}"]
        return arguments

    def stop(self) -> None:
        """End it; what it has acknowledged is on disk."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
