"""Run a stack in the foreground or in the background."""

import pytest
from typer.testing import CliRunner

from workbench import cli
from workbench.commands import local as commands
from workbench.local import lock, supervisor
from workbench.local.layout import Layout
from workbench.local.settings import Settings


def test_options_say_the_same(tmp_path, monkeypatch):
    """A stack in the background gets exactly the settings that were asked for."""
    received = []
    monkeypatch.setattr(commands, "up", lambda settings, detach: received.append((settings, detach)))
    asked = Settings(1, 2, tmp_path / "t.yaml", tmp_path / "home", 3, {"A": "b=c d"}, built=False, callers=("x", "y"))
    CliRunner().invoke(cli.main, ["local", "up", *supervisor.as_options(asked)], catch_exceptions=False)
    assert received == [(asked, False)]


def test_nothing_to_stop(tmp_path):
    """Stopping where nothing runs says so."""
    assert supervisor.stop_running(Layout(tmp_path)) is False


def test_second_in_the_background(tmp_path):
    """A second stack in the background is refused before anything is started."""
    with lock.hold(Layout(tmp_path).lock_file), pytest.raises(lock.AlreadyRunningError, match="local down"):
        supervisor.start_detached(Settings(home=tmp_path))
