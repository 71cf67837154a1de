"""Run a stack in the foreground or in the background, and stop one that runs."""

import contextlib
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import psutil

from tintype.errors import TintypeError
from workbench.local import lock, ready
from workbench.local.layout import PROJECT, Layout
from workbench.local.ready import Ready
from workbench.local.settings import Settings
from workbench.local.stack import Stack

_START_SECONDS = 90.0
_STOP_SECONDS = 15.0


class StartError(TintypeError):
    """The stack in the background did not come up."""


def run(settings: Settings, on_ready: Callable[[Ready], None]) -> None:
    """Run a stack until SIGINT, SIGTERM or SIGHUP; must be called from the main thread.

    Raises:
        AlreadyRunningError: this folder's stack runs already.
        PortTakenError: a port is taken.
    """
    stop = threading.Event()
    layout = Layout(settings.home)
    with lock.hold(layout.lock_file):
        log_to(layout)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: stop.set())
        with Stack(settings) as stack:
            on_ready(stack.ready)
            stack.watch(stop)


def log_to(layout: Layout) -> None:
    """Send the stack's own log lines to `logs/stack.log`."""
    layout.create()
    handler = logging.FileHandler(layout.logs / "stack.log")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("workbench.local")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def start_detached(settings: Settings) -> Ready:
    """Start a stack that outlives this process, and wait until it is ready.

    Raises:
        StartError: it ended before that; the message holds what it said.
        AlreadyRunningError: this folder's stack runs already.
    """
    layout = Layout(settings.home)
    layout.create()
    if (pid := lock.holder(layout.lock_file)) is not None:
        message = f"a stack is running already (process {pid}): stop it by `tintype local down`"
        raise lock.AlreadyRunningError(message)
    said = layout.logs / "start.log"
    with said.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "workbench.cli", "local", "up", *as_options(settings)],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if found := ready.read(layout):
            process.returncode = 0  # it goes on without us: nothing is left to wait for
            return found
        time.sleep(0.05)
    process.kill()
    message = f"the local stack did not start:\n{said.read_text().strip()}"
    raise StartError(message)


def as_options(settings: Settings) -> list[str]:
    """Return the options of `tintype local up` that say the same as `settings`."""
    options = [
        *("--port", str(settings.port)),
        *("--aws-port", str(settings.aws_port)),
        *("--template", str(settings.template)),
        *("--home", str(settings.home)),
        *("--environments", str(settings.environments)),
    ]
    for name, value in settings.overrides.items():
        options += ["--parameter", f"{name}={value}"]
    for name in settings.callers:
        options += ["--caller", name]
    return options if settings.built else [*options, "--source"]


def stop_running(layout: Layout) -> bool:
    """Stop the folder's stack and wait for its end; False when none runs."""
    pid = lock.holder(layout.lock_file)
    if pid is None:
        return False
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait()
    return True
