"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from importlib.metadata import version
from pathlib import Path

LIBRARIES = (
    "ai-edge-litert",
    "aws-lambda-powertools",
    "boto3",
    "numpy",
    "orjson",
    "pillow",
    "pybase64",
    "tensorflow-cpu",
    "awslambdaric",
)


def facts(python: Path) -> dict[str, str]:
    """Return the machine and the versions.

    Args:
        python: that runs the handlers.
    """
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "processors": f"{os.cpu_count()} of {_processor()}",
        "system": f"{platform.system()} {platform.release()}",
        "python": _run([str(python), "--version"]).removeprefix("Python "),
        **{name: version(name) for name in LIBRARIES},
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith(("model name", "Model")):
            return line.partition(":")[2].strip()
    return platform.machine()


def _run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
