"""Measure every protocol, print the table, keep it: `python -m benchmarks.protocols`, a part of `make bench`."""

from __future__ import annotations

from benchmarks import report
from benchmarks.folders import PROTOCOLS
from benchmarks.goals import protocol_goals
from benchmarks.models import photo, publish
from benchmarks.protocols.events import events
from benchmarks.protocols.measuring import measure
from benchmarks.rounds import asked
from benchmarks.storage import storages
from tintype.manifest import Manifest

_ROUNDS = 100


def main() -> None:
    """Measure, print and write."""
    rounds = asked("protocols", __doc__, _ROUNDS)
    sample = photo.make()
    manifest = Manifest.from_json((sample.folder / "manifest.json").read_bytes())
    with storages() as (near, _):
        model = publish(sample, near.variables["AWS_ENDPOINT_URL"])
        rows = measure(rounds.ours, model, near, events(sample, manifest.inputs[0]), rounds.number)
    table = report.protocol_grid(f"Protocols: {model.name}, 224 x 224 x 3", rows)
    rounds.show([report.goal_grid(protocol_goals(rows)), table], PROTOCOLS, report.PROTOCOL_NOTE)


if __name__ == "__main__":
    main()
