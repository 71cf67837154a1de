"""Measure the example models at several sizes, print the table, keep it: `python -m benchmarks.tasks`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from benchmarks import report
from benchmarks.folders import TASKS
from benchmarks.machine import facts
from workbench.local.examples import folders

SIZES = (0.25, 1, 12, 24)
"""Megapixels."""

_HEADS = ("model", "megapixels", "CPU ms", "peak MB")
_NOTE = """\
`python -m benchmarks.tasks`, a part of `make bench`, writes this file. Each answer is made in a process of its own, on
one thread, after a small one: from a JPEG's bytes to the answer's (a JPEG, or the task's usual file; a codec's, which
is then also read again, in the same process). "CPU ms" is the
processor time: with a whole processor, as a function of 1,769 MB has, an answer takes as long. "peak MB" is the most
memory that the process ever had, the interpreter and the libraries included."""


def main() -> None:
    """Measure, print and write."""
    rows = [_row(*way, size) for folder in folders() for way in _ways(folder) for size in SIZES]
    grid = report.Grid("Each task at each size", _HEADS, rows)
    Console().print(report.terminal(grid))
    report.write_page(TASKS, _NOTE, facts(Path(sys.executable)), [grid])


def _ways(folder: Path) -> list[tuple[Path, str]]:
    """Return what is measured of a model: its answer, and of a codec the reading of that."""
    task = json.loads((folder / "manifest.json").read_bytes())["task"]
    return [(folder, "")] if task != "compression" else [(folder, ""), (folder, "read")]


def _row(folder: Path, way: str, size: float) -> tuple[str, ...]:
    command = [sys.executable, "-m", "benchmarks.tasks.once", str(folder), str(size), *([way] if way else [])]
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # as in template.yaml
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, env=alone).stdout)
    return (
        f"{folder.name}, {way}" if way else folder.name,
        f"{size:g}",
        *(f"{said[name]:,.0f}" for name in ("cpu_ms", "peak_mb")),
    )


if __name__ == "__main__":
    main()
