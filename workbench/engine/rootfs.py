"""Puts a Lambda-like file system together from this machine's own Python 3.13.

Its lay-out is that of AWS's base images: Python in /var/lang, the function in /var/task, layers in /opt, the runtime
client in /var/runtime. A static busybox is its shell.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.engine.failure import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDERS = (
    "var/task",
    "var/runtime",
    "var/rapid",
    "opt",
    "tmp",
    "etc",
    "proc",
    "sys",
    "dev",
    "root",
    "usr/bin",
    "usr/lib",
)
APPLETS = ("sh", "cat", "chmod", "cp", "env", "ln", "ls", "mkdir", "mv", "rm")
# Wheels link against these beside what Python itself needs.
WHEELS_LIBRARIES = ("libstdc++.so.6", "libgcc_s.so.1", "libm.so.6", "librt.so.1", "libdl.so.2", "libpthread.so.0")
LEFT_OUT = shutil.ignore_patterns("test", "idlelib", "tkinter", "config-3.13*", "*.a", "site-packages")
RUNTIME_PACKAGES = ("awslambdaric", "boto3")  # what Lambda's own runtime carries
BOOTSTRAP = """\
#!/bin/sh
# As on Lambda: the function first, then the layers, then the runtime.
export PYTHONPATH=/var/task:/opt/python/lib/python3.13/site-packages:/opt/python:/var/runtime
exec /var/lang/bin/python3.13 -m awslambdaric "$_HANDLER"
"""


def assemble(root: Path, python: Path, constraints: Path) -> None:
    """Fill an empty folder.

    Args:
        root: the folder that becomes the image's ``/``.
        python: a Python 3.13 on this machine.
        constraints: the requirements file whose versions the runtime's packages take.

    Raises:
        EngineError: a program that this needs is missing or fails.
    """
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True)
    for link, target in {"bin": "usr/bin", "lib": "usr/lib", "lib64": "usr/lib"}.items():
        (root / link).symlink_to(target)
    (root / "tmp").chmod(0o1777)
    _copy_python(root, python)
    _copy_libraries(root, python)
    _write_shell_and_users(root)
    _install_runtime(root / "var/runtime", constraints)


def _copy_python(root: Path, python: Path) -> None:
    prefix = Path(_output([str(python), "-c", "import sys; print(sys.base_prefix)"]).strip())
    shutil.copytree(prefix / "lib", root / "var/lang/lib", symlinks=True, ignore=LEFT_OUT)
    (root / "var/lang/bin").mkdir()
    shutil.copy2(prefix / "bin/python3.13", root / "var/lang/bin/python3.13")


def _copy_libraries(root: Path, python: Path) -> None:
    known = _output(["ldconfig", "-p"]).splitlines()
    wanted = {line.split(" => ")[1] for line in known if line.split()[:1] and line.split()[0] in WHEELS_LIBRARIES}
    binaries = [python.resolve(), *(root / "var/lang/lib").rglob("*.so*")]
    for library in sorted(wanted | set(_linked(binaries))):
        if Path(library).exists() and not Path(library).is_relative_to(root):
            shutil.copy2(library, root / "usr/lib" / Path(library).name)
    (root / "etc/ld.so.conf").write_text("/var/lang/lib\n/usr/lib\n")
    _output(["ldconfig", "-r", str(root)])


def _linked(binaries: Iterable[Path]) -> list[str]:
    listing = subprocess.run(["ldd", *map(str, binaries)], capture_output=True, text=True, check=False).stdout
    words = (word for line in listing.splitlines() if not line.endswith(":") for word in line.split())
    return [word for word in words if word.startswith("/") and ".so" in word]


def _write_shell_and_users(root: Path) -> None:
    busybox = shutil.which("busybox")
    if busybox is None:
        raise EngineError("expected busybox on PATH, found none; apt-get install busybox-static")
    shutil.copy2(busybox, root / "usr/bin/busybox")
    for applet in APPLETS:
        (root / "usr/bin" / applet).symlink_to("busybox")
    (root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\nsbx_user1051:x:993:990::/tmp:/bin/sh\n")
    (root / "etc/group").write_text("root:x:0:\nsbx:x:990:\n")


def _install_runtime(target: Path, constraints: Path) -> None:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        raise EngineError("expected the installer uv beside this Python or on PATH, found none; run make setup")
    command = [uv, "pip", "install", "--quiet", "--python-version", "3.13", "--only-binary", ":all:"]
    _output([*command, "--constraint", str(constraints), "--target", str(target), *RUNTIME_PACKAGES])
    (target / "bootstrap").write_text(BOOTSTRAP)
    (target / "bootstrap").chmod(0o755)


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise EngineError(f"{' '.join(command[:3])} failed: {done.stderr.strip()[-500:]}")
    return done.stdout
