"""What each import on the way to the first answer costs: `python -m benchmarks.imports [MODULE]`.

The times are `python -X importtime`'s: a module's own is without what it imports, the whole with it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.contestants import TINTYPE, contestants
from benchmarks.folders import BUILD

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|( *)(\S+)")
_MOST = 25
_CODE = """
import os
os.environ.setdefault("TINTYPE_MODEL_BUCKET", "none")
import {module}
import tintype.runtimes.litert.network, tintype.tasks.classification, PIL.PngImagePlugin
"""


class Import(NamedTuple):
    """One module and its microseconds."""

    module: str
    own: int
    whole: int


def parse(text: str) -> list[Import]:
    """Read what ``-X importtime`` writes."""
    return [Import(found[4], int(found[1]), int(found[2])) for found in _LINE.finditer(text)]


def measure(module: str, runs: int = 7) -> list[Import]:
    """Import a module in fresh interpreters; return each import's smallest times, the most expensive first."""
    contestant = contestants(BUILD)[TINTYPE]
    environment = {**os.environ, "PYTHONPATH": ":".join(map(str, contestant.path)), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(contestant.python), "-X", "importtime", "-c", _CODE.format(module=module)]
    best: dict[str, Import] = {}
    for _ in range(runs):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        for one in parse(done.stderr):
            seen = best.get(one.module, one)
            best[one.module] = Import(one.module, min(one.own, seen.own), min(one.whole, seen.whole))
    return sorted(best.values(), key=lambda one: one.own, reverse=True)


def table(imports: Sequence[Import]) -> Table:
    """Return the most expensive ones as a table."""
    total = sum(one.own for one in imports) / 1000
    drawn = Table("module", title=f"{len(imports)} imports, {total:.1f} ms; the first {_MOST}", title_justify="left")
    drawn.add_column("own ms", justify="right")
    drawn.add_column("whole ms", justify="right")
    for one in imports[:_MOST]:
        drawn.add_row(one.module, f"{one.own / 1000:.2f}", f"{one.whole / 1000:.2f}")
    return drawn


if __name__ == "__main__":
    Console().print(table(measure(sys.argv[1] if len(sys.argv) > 1 else "functions.predict_http.app")))
