"""What a running stack tells others."""

import os
import stat

import pytest

from workbench.local import lock, ready
from workbench.local.layout import Layout
from workbench.local.ready import Ready


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path)


@pytest.fixture
def told():
    return Ready(
        os.getpid(), "http://127.0.0.1:1/api", "http://127.0.0.1:2", {"a": "key"}, {"B": "b"}, {"Q": "q"}, "source", 1.5
    )


def test_read_what_was_written(layout, told):
    """Others read what the running stack wrote."""
    with lock.hold(layout.lock_file):
        ready.write(layout, told)
        assert ready.read(layout) == told


def test_private(layout, told):
    """Only the user can read the file, for it holds the key."""
    ready.write(layout, told)
    assert stat.S_IMODE(layout.ready_file.stat().st_mode) == 0o600


def test_left_over(layout, told):
    """A file that a killed stack left behind says nothing."""
    ready.write(layout, told)
    assert ready.read(layout) is None


@pytest.mark.parametrize("content", ["", "{}", '{"pid": 1, "unknown": 2}'])
def test_of_another_version(layout, content):
    """A file that another version wrote says nothing."""
    layout.home.mkdir(exist_ok=True)
    with lock.hold(layout.lock_file):
        layout.ready_file.write_text(content)
        assert ready.read(layout) is None
