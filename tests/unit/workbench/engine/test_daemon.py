import os

import psutil
import pytest

from workbench.engine import daemon
from workbench.engine.daemon import Daemon
from workbench.engine.failure import EngineError


def test_without_root_it_says_so(tmp_path, monkeypatch):
    """A user who may not start an engine is told who may, and what else helps."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(EngineError, match="expected root"):
        Daemon(tmp_path).start()


def test_a_machine_without_docker_has_no_engine(tmp_path, monkeypatch):
    """Without the program `docker` no engine answers."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not Daemon(tmp_path).answers()


def test_without_apt_it_names_what_is_missing(tmp_path, monkeypatch):
    """A machine on which nothing can be installed is told which programs to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match=r"docker\.io, iptables"):
        daemon.install_programs()


def test_another_process_with_the_old_number_lives_on(tmp_path):
    """A process id left by a dead engine may belong to anybody by now: only an engine is ended."""
    (tmp_path / "dockerd.pid").write_text(str(os.getpid()))
    Daemon(tmp_path).stop()
    assert not (tmp_path / "dockerd.pid").exists()


def test_an_engine_outlives_its_starter_and_ends_when_told(tmp_path, monkeypatch):
    """The engine is init's child, not the starter's, and `stop` ends it."""
    programs = tmp_path / "bin"
    programs.mkdir()
    home = tmp_path / "engine"
    texts = {
        "dockerd": f"echo $$ > {home}/dockerd.pid; touch {home}/docker.sock; while :; do sleep 0.1; done",
        "docker": f"test -e {home}/docker.sock",
        "iptables": "",
        "busybox": "",
    }
    for name, text in texts.items():
        (programs / name).write_text(f"#!/bin/sh\n{text}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    engine = Daemon(home)
    engine.start()
    pid = int((home / "dockerd.pid").read_text())
    assert psutil.Process(pid).ppid() != os.getpid()
    assert engine.answers()
    engine.stop()
    assert not engine.answers()
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
