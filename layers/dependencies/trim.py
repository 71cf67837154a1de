"""Makes the installed dependencies small: drops what serving never opens, then strips the shared libraries.

Fewer files and fewer bytes are a faster start from a cold disk. Run by the Makefile beside this file as
``python3 trim.py FOLDER`` with whatever Python 3 the machine has.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

UNUSED = (
    "bin",
    "tqdm*",  # progress bars of the ahead-of-time compiler
    "ai_edge_litert/aot",
    "ai_edge_litert/tools",
    "ai_edge_litert/vendors",  # compilers for phones' processors
    "ai_edge_litert/libLiteRt*Accelerator.so",  # there is no GPU in Lambda
    "numpy/f2py",
    "numpy/_core/lib",
    "numpy/random/lib",
    # Fonts: nothing writes text into an image. AVIF stays: it is written, and only what was written here is read.
    "PIL/_imagingft.*",
    "PIL/_imagingtk.*",
    "pillow.libs/libfreetype-*",
    "pillow.libs/libharfbuzz-*",
    "pillow.libs/libbrotli*",
    "pillow.libs/libpng16-*",
)
UNUSED_ANYWHERE = ("tests", "__pycache__", "include", "*.pyi", "*.pxd", "*.h", "*.a", "*.md", "*.tflite", "py.typed")


def remove(path: Path) -> None:
    """Delete a file or a folder with all that is in it; one that is gone already is no error."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def drop_unused(root: Path) -> None:
    """Delete what ``UNUSED`` and ``UNUSED_ANYWHERE`` name, and the build machine's paths in dist-info."""
    for pattern in UNUSED:
        for path in list(root.glob(pattern)):
            remove(path)
    for pattern in UNUSED_ANYWHERE:
        for path in list(root.rglob(pattern)):
            remove(path)
    for pattern in ("RECORD", "direct_url.json", "REQUESTED", "INSTALLER", "uv_cache.json"):
        for path in list(root.glob(f"*.dist-info/{pattern}")):
            remove(path)
    remove(root / ".lock")


def strip_libraries(root: Path) -> bool:
    """Remove debugging symbols; False when this machine has no ``strip``.

    A library for another processor is one that ``strip`` refuses; it stays as it is.
    """
    strip = shutil.which("strip")
    if strip is None:
        return False
    for library in sorted(root.rglob("*.so*")):
        subprocess.run([strip, "--strip-unneeded", str(library)], check=False, stderr=subprocess.DEVNULL)
    return True


def main() -> None:
    """Trim the folder that the first argument names."""
    root = Path(sys.argv[1])
    drop_unused(root)
    if not strip_libraries(root):
        sys.stderr.write("no `strip` on PATH (Debian: binutils): the layer works, and is some MB larger\n")


if __name__ == "__main__":
    main()
