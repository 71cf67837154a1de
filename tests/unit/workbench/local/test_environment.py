"""One execution environment."""

import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from workbench.local.environment import Environment, Recipe, free_ports, kill_tree
from workbench.local.outcome import MAX_REQUEST_BYTES


@pytest.fixture
def recipe(tmp_path):
    return Recipe("Answer", Path("/bin/false"), ("python",), {}, tmp_path, 1, tmp_path / "Answer.log")


def test_payload_too_large(recipe):
    """A payload that the emulator would cut silently is refused before it is started."""
    environment = Environment(recipe)
    with pytest.raises(ValueError, match=str(MAX_REQUEST_BYTES)):
        environment.invoke(bytes(MAX_REQUEST_BYTES + 1))
    assert environment.pid is None


def test_emulator_does_not_start(recipe, tmp_path):
    """An emulator that ends at once is named with its log."""
    with pytest.raises(RuntimeError, match=rf"Answer did not start: see {tmp_path}/Answer\.emulator\.log"):
        Environment(recipe).invoke(b"{}")


def test_free_ports():
    """The ports differ, and can be listened on."""
    ports = free_ports(3)
    assert len(set(ports)) == 3
    for port in ports:
        socket.create_server(("127.0.0.1", port)).close()


def test_kill_tree():
    """A process is killed together with what it has started, also what left its group."""
    code = (
        "import subprocess, sys, time\n"
        "sleep = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        "print(subprocess.Popen(sleep, process_group=0).pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        child = psutil.Process(int(process.stdout.readline()))
        kill_tree(process)
    _, alive = psutil.wait_procs([child], timeout=5)
    assert not [item for item in alive if item.status() != psutil.STATUS_ZOMBIE]
