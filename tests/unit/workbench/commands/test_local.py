"""`tintype local token` and what is said of a stack's keys."""

import os

import pytest
from typer import Exit

from workbench.commands.local import describe, token
from workbench.local import lock, ready
from workbench.local.layout import Layout
from workbench.local.ready import Ready

POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_local"


def running(pool=""):
    keys = {"CallerKey": "first", "ann": "second"}
    return Ready(os.getpid(), "http://127.0.0.1:1/api", "http://127.0.0.1:2", keys, {}, {}, "source", 1.5, pool)


def test_token(tmp_path, capsys):
    """A stack that takes tokens gives one to whoever asks, and prints nothing else."""
    layout = Layout(tmp_path)
    with lock.hold(layout.lock_file):
        ready.write(layout, running(POOL))
        token(layout, "ann")
    assert capsys.readouterr().out.count(".") == 2


@pytest.mark.parametrize("up", [True, False])
def test_no_token(tmp_path, capsys, up):
    """Without a stack that takes tokens nothing is printed where a shell would read one."""
    layout = Layout(tmp_path)
    with lock.hold(layout.lock_file):
        if up:
            ready.write(layout, running())
        with pytest.raises(Exit):
            token(layout, "ann")
    said = capsys.readouterr()
    assert (said.out, "Authorization=JWT" in said.err) == ("", True)


def test_keys(capsys):
    """Each key is shown with its id."""
    describe(running())
    said = capsys.readouterr().out
    assert "x-api-key (CallerKey)" in said
    assert "second" in said
