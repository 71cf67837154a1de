"""Children that die with their parent."""

import signal
import subprocess
import sys
import time

import psutil

from workbench.local.tether import tethered


def test_dies_with_its_parent():
    """A tethered child does not outlive a parent that was killed."""
    command = tethered([sys.executable, "-c", "import time; time.sleep(60)"])
    code = f"import subprocess, time\nprint(subprocess.Popen({command!r}).pid, flush=True)\ntime.sleep(60)\n"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        time.sleep(0.3)  # the child ties itself
        parent.send_signal(signal.SIGKILL)
    _, alive = psutil.wait_procs([child], timeout=5)
    assert not [item for item in alive if item.status() != psutil.STATUS_ZOMBIE]


def test_same_process():
    """The command takes the tether's place: same process, same exit status."""
    command = tethered([sys.executable, "-c", "import sys; sys.exit(7)"])
    assert subprocess.run(command, check=False).returncode == 7
