import os
import platform
import socket

import pytest

from workbench.doctor import machine
from workbench.local.runtime import _ARCHITECTURES


def states(findings):
    return {finding.what: finding.state for finding in findings}


@pytest.fixture
def project(tmp_path):
    """A checkout that is set up and built."""
    for name in (".venv/bin/uv", ".tools/sam/bin/sam", "requirements/workspace.txt", "functions/app.py", "layers/a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / ".venv/.installed").touch()
    (tmp_path / ".aws-sam/build").mkdir(parents=True)
    (tmp_path / f".aws-sam/build/built-for-{_ARCHITECTURES[platform.machine()]}").touch()
    return tmp_path


@pytest.mark.parametrize(("minor", "state"), [(10, "wrong"), (11, "ok"), (13, "ok"), (14, "wrong")])
def test_python(minor, state):
    """Pythons that the project supports are right, others are not, and the mend names those."""
    finding = next(iter(machine.python((3, minor))))
    assert finding.state == state
    assert ("3.12" in finding.mend) == (state == "wrong")


def test_programs(monkeypatch):
    """A program that is not on PATH is named."""
    monkeypatch.setenv("PATH", "")
    assert states(machine.programs()) == {"make": "wrong", "git": "wrong"}


def test_environment(project):
    """An environment is right until its lock is newer, or uv is gone."""
    assert states(machine.environment(project)) == {"environment": "ok"}
    installed = project / ".venv/.installed"
    os.utime(installed, (1, 1))
    assert states(machine.environment(project)) == {"environment": "wrong"}
    (project / ".venv/bin/uv").unlink()
    assert states(machine.environment(project)) == {"uv": "wrong"}


def test_sam(project, monkeypatch):
    """The project's own SAM CLI is found; without the emulator in it the local stack cannot run."""
    monkeypatch.setenv("PATH", "")
    assert states(machine.sam(project)) == {"SAM CLI": "ok", "emulator": "wrong"}
    (project / ".tools/sam/bin/sam").unlink()
    assert states(machine.sam(project))["SAM CLI"] == "wrong"


def test_build(project, tmp_path):
    """A build is right until a source is newer; without one the stack runs the source, which is no fault."""
    (tmp_path / "client/awslambdaric").mkdir(parents=True)
    assert states(machine.build(project, tmp_path / "client")) == {"build": "ok"}
    os.utime(next((project / ".aws-sam/build").iterdir()), (1, 1))
    assert states(machine.build(project, tmp_path / "client")) == {"build": "note"}
    nothing = states(machine.build(tmp_path / "none", tmp_path / "none"))
    assert nothing == {"build": "note", "Lambda's runtime client": "note"}


@pytest.mark.parametrize(("free", "state"), [(0.5e9, "wrong"), (2e9, "note"), (50e9, "ok")])
def test_disk(monkeypatch, tmp_path, free, state):
    """Little room is noted, too little is wrong."""
    usage = type("Usage", (), {"free": free})
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage)
    assert states(machine.disk(tmp_path)) == {"disk": state}


def test_ports(tmp_path):
    """A port where somebody else listens is named, with the variable that chooses another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        [finding] = machine.free_ports(tmp_path, [port])
    assert (finding.state, "TINTYPE_PORT" in finding.mend) == ("wrong", True)
    assert states(machine.free_ports(tmp_path, [port])) == {f"port {port}": "ok"}
