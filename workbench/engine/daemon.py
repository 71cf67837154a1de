"""Starts and stops an engine of our own, beside any other on the machine."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from workbench.engine.failure import EngineError

PACKAGES = ("docker.io", "iptables", "busybox-static", "binutils")
START_SECONDS = 30
STOP_SECONDS = 15


class Daemon:
    """One ``dockerd`` whose socket, data and process ids lie in a folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.address = f"unix://{home / 'docker.sock'}"

    def answers(self) -> bool:
        """Say whether the engine runs and answers."""
        return answers(self.address)

    def start(self) -> None:
        """Start the engine unless it runs already; its programs are installed when they are missing.

        Raises:
            EngineError: this user may not, or the engine does not come up.
        """
        if self.answers():
            return
        if os.geteuid() != 0:
            raise EngineError("expected root, who alone may start an engine; start Docker and run this again")
        self.home.mkdir(parents=True, exist_ok=True)
        install_programs()
        self.stop()
        self._launch()
        self._wait()

    def stop(self) -> None:
        """End the engine that ``start`` began, and the containerd below it; do nothing when there is none."""
        for pid_file in (self.home / "dockerd.pid", self.home / "run/containerd/containerd.pid"):
            if pid_file.exists():
                _end(int(pid_file.read_text()))
                pid_file.unlink(missing_ok=True)
        (self.home / "docker.sock").unlink(missing_ok=True)

    def _launch(self) -> None:
        command = ["dockerd", "--host", self.address, "--data-root", str(self.home / "data")]
        command += ["--exec-root", str(self.home / "run"), "--pidfile", str(self.home / "dockerd.pid")]
        with (self.home / "dockerd.log").open("wb") as log:
            # setsid leaves the engine to init: it outlives this process, and nobody here has to wait for it
            subprocess.run(["setsid", "--fork", *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=True)

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while not self.answers():
            if time.monotonic() > end:
                raise EngineError(f"dockerd did not answer within {START_SECONDS} s; see {self.home / 'dockerd.log'}")
            time.sleep(0.2)


def answers(address: str | None) -> bool:
    """Say whether an engine answers at an address (None: where the `docker` program looks by itself)."""
    if shutil.which("docker") is None:
        return False
    where = {} if address is None else {"DOCKER_HOST": address}
    asked = subprocess.run(["docker", "version"], env=os.environ | where, capture_output=True, check=False)
    return asked.returncode == 0


def install_programs() -> None:
    """Install what an engine and its base image need, by apt, unless it is there.

    Raises:
        EngineError: it is missing and cannot be installed.
    """
    if _programs_present():
        return
    if shutil.which("apt-get") is None:
        raise EngineError(f"expected {', '.join(PACKAGES)} or apt-get to install them, found neither")
    _apt("update")
    _apt("install", *PACKAGES)
    if not _programs_present():
        _apt("install", "docker-cli")  # a package of its own from Debian 13 on


def _programs_present() -> bool:
    return all(map(shutil.which, ("dockerd", "docker", "iptables", "busybox")))


def _apt(action: str, *packages: str) -> None:
    command = ["apt-get", action, "-y", "-qq", *(["--no-install-recommends"] if packages else []), *packages]
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise EngineError(f"apt-get {action} failed: {done.stderr.strip()[-500:]}")


def _end(pid: int) -> None:
    if not _name(pid).startswith(("dockerd", "containerd")):
        return  # the number belongs to another process by now
    os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + STOP_SECONDS
    while _name(pid) and time.monotonic() < end:
        time.sleep(0.1)


def _name(pid: int) -> str:
    """Return the name of a process that runs; empty for one that is gone, reaped or not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    name, _, rest = status.partition("(")[2].rpartition(")")
    return "" if rest.split()[0] == "Z" else name
