"""MiniStack: an S3 that checks the policy and the signature of a form, which moto does not."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.local.environment import free_ports
from workbench.local.tether import tethered

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / ".tools/ministack/bin/ministack"
INSTALLED = ROOT / ".tools/ministack/.installed"
_PATIENCE = 60.0  # seconds


@contextmanager
def serve_ministack(folder: Path, keys: dict[str, str]) -> Iterator[str]:
    """Serve S3 on a free port of 127.0.0.1 and give ``host:port``.

    Args:
        folder: for its log and whatever it keeps.
        keys: the variables of the only access key that it takes.
    """
    (port,) = free_ports(1)
    variables = {"AUTH": "true", "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "SERVICES": "s3"}
    places = {"HOME": str(folder), "TMPDIR": str(folder), "S3_DATA_DIR": str(folder / "s3")}
    environment = {"PATH": os.environ["PATH"], **variables, **places, **keys}
    with (folder / "ministack.log").open("wb") as log:
        process = subprocess.Popen(tethered([str(PROGRAM)]), cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        _await(port, process)
        yield f"127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"expected MiniStack on port {port}; its log is beside its data")
