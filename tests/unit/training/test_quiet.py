from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from training.quiet import native_chatter_dropped

CHATTER = b"I0000 00:00:1795498253.129372    6141 port.cc:153] oneDNN custom operations are on.\n"
WARNING = b"this matters\n"


def test_chatter_goes_the_rest_stays(capfd):
    """The native libraries' log lines are dropped, everything else on standard error is shown."""
    with native_chatter_dropped():
        os.write(2, CHATTER + WARNING)
    assert capfd.readouterr().err == WARNING.decode()


def test_everything_is_shown_after_a_failure(capfd):
    """When the block raises, what was dropped follows."""

    def fail() -> None:
        os.write(2, CHATTER + WARNING)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), native_chatter_dropped():
        fail()
    assert capfd.readouterr().err == (WARNING + CHATTER).decode()


def test_standard_error_is_itself_again(capfd):
    """After the block, standard error goes where it went before."""
    with native_chatter_dropped():
        pass
    os.write(2, CHATTER)
    assert capfd.readouterr().err == CHATTER.decode()


def test_a_terminal_stays_one():
    """Bars are still drawn on a terminal: Python's own standard error does not become a pipe."""
    code = """
import sys
from training.quiet import native_chatter_dropped
with native_chatter_dropped():
    print(sys.stderr.isatty())
    sys.stderr.write("a line")
"""
    ours, theirs = pty.openpty()
    done = subprocess.run([sys.executable, "-c", code], stderr=theirs, stdout=subprocess.PIPE, check=True)
    assert (done.stdout.strip(), os.read(ours, 100)) == (b"True", b"a line")
    os.close(ours)
    os.close(theirs)
