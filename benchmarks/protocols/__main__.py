"""Measure every protocol, print the table, keep it: `python -m benchmarks.protocols`, a part of `make bench`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from rich.console import Console

from benchmarks import report
from benchmarks.contestants import TINTYPE, contestants
from benchmarks.folders import BUILD, PROTOCOLS, WORK
from benchmarks.goals import protocol_goals
from benchmarks.machine import facts
from benchmarks.models import photo, publish
from benchmarks.protocols.events import events
from benchmarks.protocols.measuring import measure
from benchmarks.snapshot import taken
from benchmarks.storage import storages
from tintype.manifest import Manifest

_ROUNDS = 100


def main() -> None:
    """Measure, print and write."""
    arguments = _arguments()
    os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}  # moto takes any
    WORK.mkdir(parents=True, exist_ok=True)
    ours = contestants(taken(arguments.build))[TINTYPE]
    sample = photo.make()
    manifest = Manifest.from_json((sample.folder / "manifest.json").read_bytes())
    with storages() as (near, _):
        model = publish(sample, near.variables["AWS_ENDPOINT_URL"])
        rows = measure(ours, model, near, events(sample, manifest.inputs[0]), arguments.rounds)
    reached = protocol_goals(rows)
    console = Console()
    grids = [report.goal_grid(reached), report.protocol_grid(f"Protocols: {model.name}, 224 x 224 x 3", rows)]
    for grid in grids:
        console.print(report.terminal(grid))
    if arguments.rounds == _ROUNDS:
        report.write_page(PROTOCOLS, report.PROTOCOL_NOTE, facts(ours.python), grids)
        console.print(f"Written to {PROTOCOLS}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.protocols", description=__doc__)
    parser.add_argument("--build", type=Path, default=BUILD, help="SAM's build folder")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="with any but the usual number nothing is written")
    return parser.parse_args()


if __name__ == "__main__":
    main()
