"""Measure blocks of a batch, print the tables, keep them: `python -m benchmarks.batches`, a part of `make bench`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from rich.console import Console

from benchmarks import report
from benchmarks.batches.measuring import measure
from benchmarks.batches.pictures import digits as mnist
from benchmarks.batches.pictures import photos
from benchmarks.contestants import TINTYPE, contestants
from benchmarks.folders import BATCHES, BUILD, WORK
from benchmarks.goals import batch_goals
from benchmarks.machine import facts
from benchmarks.models import digits, photo, publish
from benchmarks.snapshot import taken
from benchmarks.storage import storages

_ROUNDS = 10


def main() -> None:
    """Measure, print and write."""
    arguments = _arguments()
    os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}  # moto takes any
    WORK.mkdir(parents=True, exist_ok=True)
    ours = contestants(taken(arguments.build))[TINTYPE]
    samples = ((photo.make(), photos()), (digits.make(), mnist()))
    tables = {}
    with storages() as both:
        for sample, images in samples:
            model = publish(sample, both.loopback.variables["AWS_ENDPOINT_URL"])
            tables[model.name] = measure(ours, model, both, images, sample.kind, arguments.rounds)
    grids = [report.goal_grid(batch_goals(tables)), *(report.batch_grid(name, rows) for name, rows in tables.items())]
    console = Console()
    for grid in grids:
        console.print(report.terminal(grid))
    if arguments.rounds == _ROUNDS:
        report.write_page(BATCHES, report.BATCH_NOTE, facts(ours.python), grids)
        console.print(f"Written to {BATCHES}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batches", description=__doc__)
    parser.add_argument("--build", type=Path, default=BUILD, help="SAM's build folder")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="with any but the usual number nothing is written")
    return parser.parse_args()


if __name__ == "__main__":
    main()
