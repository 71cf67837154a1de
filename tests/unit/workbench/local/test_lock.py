"""One running stack per folder."""

import os
import signal
import subprocess
import sys

import pytest

from workbench.local import lock


def test_second_is_refused(tmp_path):
    """A second stack is refused with the process of the first and the remedy."""
    path = tmp_path / "stack.lock"
    with (
        lock.hold(path),
        pytest.raises(lock.AlreadyRunningError, match=rf"{os.getpid()}.*tintype local down"),
        lock.hold(path),
    ):
        pass


def test_holder(tmp_path):
    """The holder is known while it holds the lock, and nobody holds it afterwards."""
    path = tmp_path / "stack.lock"
    assert lock.holder(path) is None
    with lock.hold(path):
        assert lock.holder(path) == os.getpid()
    assert lock.holder(path) is None


def test_killed_holder(tmp_path):
    """A holder that is killed leaves no lock behind."""
    path = tmp_path / "stack.lock"
    code = (
        "import sys, time, pathlib\nfrom workbench.local import lock\n"
        "with lock.hold(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert lock.holder(path) == process.pid
        process.send_signal(signal.SIGKILL)
    assert lock.holder(path) is None
