"""An S3 in a process of its own, so that its memory and its time are not taken for ours."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.storage.processes import process
from workbench.local.environment import free_ports

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def storage() -> Iterator[str]:
    """Run moto and give its ``host:port``."""
    (port,) = free_ports(1)
    with process(["-m", "moto.server", "--port", str(port)], port):
        yield f"127.0.0.1:{port}"
