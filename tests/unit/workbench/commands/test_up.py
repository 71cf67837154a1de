"""Everything up, quickly where most of it is up already."""

import os
import time

import pytest

from workbench.commands.up import running
from workbench.local import lock, ready
from workbench.local.layout import Layout
from workbench.local.ready import Ready
from workbench.local.settings import Settings


@pytest.fixture
def project(tmp_path):
    (tmp_path / "functions").mkdir()
    for name in ("template.yaml", "functions/app.py"):
        (tmp_path / name).touch()
    return tmp_path


@pytest.fixture
def stopped(monkeypatch):
    """Collect the stacks that were stopped."""
    calls = []
    monkeypatch.setattr("workbench.local.supervisor.stop_running", calls.append)
    return calls


@pytest.mark.parametrize("changed", ["template.yaml", "functions/app.py"])
def test_changed_since(project, stopped, changed):
    """A stack that is older than the template or a function is stopped, so that a fresh one takes its place."""
    layout = Layout(project / "home")
    settings = Settings(template=project / "template.yaml", home=layout.home)
    with lock.hold(layout.lock_file):
        told = Ready(os.getpid(), "http://a/api", "http://b", "key", {}, {}, "source", time.time() + 10)
        ready.write(layout, told)
        assert running(settings, layout) == told
        assert stopped == []
        later = time.time() + 20
        os.utime(project / changed, (later, later))
        assert running(settings, layout) is None
        assert stopped == [layout]
