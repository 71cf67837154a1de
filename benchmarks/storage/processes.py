"""The processes of both S3s, for as long as a ``with`` block lasts."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.folders import WORK
from benchmarks.storage.certificate import write_certificate
from workbench.local.environment import free_ports
from workbench.local.tether import tethered

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 60.0  # seconds


class Storage(NamedTuple):
    """An S3 and the environment variables that lead to it."""

    name: str
    variables: dict[str, str]


class Storages(NamedTuple):
    """The same objects, once as near as can be and once as far as on AWS."""

    loopback: Storage
    remote: Storage


@contextmanager
def storages() -> Iterator[Storages]:
    """Run both."""
    near, far = free_ports(2)
    certificate, key = write_certificate(WORK / "tls")
    moto = ["-m", "moto.server", "--port", str(near)]
    proxy = ["-m", "benchmarks.storage.remote", str(far), str(near), str(certificate), str(key)]
    with process(moto, near), process(proxy, far):
        yield Storages(
            Storage("loopback", {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{near}"}),
            Storage("as on AWS", {"AWS_ENDPOINT_URL": f"https://127.0.0.1:{far}", "AWS_CA_BUNDLE": str(certificate)}),
        )


@contextmanager
def process(arguments: list[str], port: int) -> Iterator[None]:
    """Run a server of Python's, with these arguments, until it is no longer needed; it listens at the port."""
    with (WORK / f"{arguments[1]}.log").open("wb") as log:
        running = subprocess.Popen(tethered([sys.executable, *arguments]), stdout=log, stderr=log)
    try:
        _await(running, port)
        yield
    finally:
        running.kill()
        running.wait()


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    message = f"expected {process.args!r} to listen on port {port}; see the logs in {WORK}"
    raise RuntimeError(message)
