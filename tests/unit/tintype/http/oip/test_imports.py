import subprocess
import sys

SCRIPT = "import sys, tintype.http; sys.exit(any(name.startswith('tintype.http.oip') for name in sys.modules))"


def test_only_when_asked():
    """Nothing of this protocol is imported for who does not speak it."""
    assert subprocess.run([sys.executable, "-c", SCRIPT], check=False).returncode == 0


def test_no_numpy():
    """The protocol itself works without NumPy."""
    script = "import sys, tintype.http.oip.endpoints; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
