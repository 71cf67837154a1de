"""Find a Python of Lambda's version on this machine, and prove that it runs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


def find_python(version: str, candidates: list[Path] | None = None) -> Path | None:
    """Return the first interpreter that runs and says it is `version` ("3.13"), or None.

    Args:
        version: major and minor.
        candidates: where to look; the usual places where None.
    """
    places = candidates if candidates is not None else _usual_places(version)
    return next((path for path in places if path.exists() and _version(path) == version), None)


def _usual_places(version: str) -> Iterator[Path]:
    if given := os.environ.get("TINTYPE_LAMBDA_PYTHON"):
        yield Path(given)
    yield Path(sys.executable)
    if found := shutil.which(f"python{version}"):
        yield Path(found)
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT", home / ".pyenv"))
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", home / ".local/share/uv/python"))
    yield from sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}"), reverse=True)
    yield from sorted(uv.glob(f"cpython-{version}.*/bin/python{version}"), reverse=True)


def _version(python: Path) -> str | None:
    # A pyenv shim is on PATH whether or not its version is installed: only running it tells.
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-I", "-c", code], capture_output=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode().strip()
