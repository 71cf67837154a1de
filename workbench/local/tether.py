"""Run a command that dies with its parent: `python tether.py COMMAND ...` (Linux).

A child that is merely in its parent's process group outlives a parent killed by SIGKILL; the kernel's
parent-death signal, prctl(2) PR_SET_PDEATHSIG, does not depend on anyone's clean-up.
It is a script and imports nothing of the project, so that it costs a few milliseconds.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1


def tethered(command: Sequence[str]) -> list[str]:
    """Return the command line that runs `command` tethered to the thread that starts it.

    The kernel sends the signal when that *thread* ends: start children from threads that last.
    """
    return [sys.executable, "-I", "-S", __file__, *command]


def main() -> None:
    """Tie this process to its parent, then become the command."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the parent ended before its child was tied to it")
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606  # no shell is wanted


if __name__ == "__main__":
    main()
