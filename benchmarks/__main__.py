"""Compare everything, print the tables, keep them: `python -m benchmarks`, or `make bench`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from rich.console import Console

from benchmarks import report
from benchmarks.contestants import TINTYPE, contestants
from benchmarks.folders import BUILD, RESULTS, WORK
from benchmarks.goals import goals
from benchmarks.machine import facts
from benchmarks.plan import USUAL, Effort, run
from benchmarks.snapshot import taken


def main() -> None:
    """Measure, print and write."""
    arguments = _arguments()
    os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}  # moto takes any
    WORK.mkdir(parents=True, exist_ok=True)
    console = Console()
    compared = contestants(taken(arguments.build))
    tables = []
    with console.status("starting") as status:
        for table in run(compared, arguments.effort, status.update):
            tables.append(table)
            console.print(report.terminal(report.grid(table)))
    reached = goals(tables)
    console.print(report.terminal(report.goal_grid(reached)))
    if arguments.effort == USUAL:
        report.write(RESULTS, facts(compared[TINTYPE].python), tables, reached)
        console.print(f"Written to {RESULTS}.md and .json")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--build", type=Path, default=BUILD, help="SAM's build folder")
    parser.add_argument(
        "--quick",
        dest="effort",
        action="store_const",
        const=Effort(rounds=1, further=3, calls=200, tensorflow_calls=10),
        default=USUAL,
        help="few rounds, nothing written",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
