"""A benchmark of the deployed build in rounds: what its command takes, and what it does with its tables."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console

from benchmarks import report
from benchmarks.contestants import TINTYPE, contestants
from benchmarks.folders import BUILD, WORK
from benchmarks.machine import facts
from benchmarks.snapshot import taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.contestants import Contestant


class Rounds(NamedTuple):
    """What is measured, and how often.

    Attributes:
        ours: the deployed build.
        number: of rounds.
        usual: whether that is the usual number, with which alone a page is written.
    """

    ours: Contestant
    number: int
    usual: bool

    def show(self, grids: Sequence[report.Grid], page: Path, note: str) -> None:
        """Print the tables, and keep them."""
        console = Console()
        for grid in grids:
            console.print(report.terminal(grid))
        if self.usual:
            report.write_page(page, note, facts(self.ours.python), grids)
            console.print(f"Written to {page}")


def asked(name: str, description: str | None, usual: int) -> Rounds:
    """Read the command line, and prepare for moto and the build.

    Args:
        name: of the benchmark's package.
        description: for its help.
        usual: how many rounds it makes.
    """
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}", description=description)
    parser.add_argument("--build", type=Path, default=BUILD, help="SAM's build folder")
    parser.add_argument("--rounds", type=int, default=usual, help="with any but the usual number nothing is written")
    arguments = parser.parse_args()
    os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}  # moto takes any
    WORK.mkdir(parents=True, exist_ok=True)
    ours = contestants(taken(arguments.build))[TINTYPE]
    return Rounds(ours, arguments.rounds, arguments.rounds == usual)
