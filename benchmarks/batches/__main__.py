"""Measure blocks of a batch, print the tables, keep them: `python -m benchmarks.batches`, a part of `make bench`."""

from __future__ import annotations

from benchmarks import report
from benchmarks.batches.measuring import measure
from benchmarks.batches.pictures import digits as mnist
from benchmarks.batches.pictures import photos
from benchmarks.folders import BATCHES
from benchmarks.goals import batch_goals
from benchmarks.models import digits, photo, publish
from benchmarks.rounds import asked
from benchmarks.storage import storages

_ROUNDS = 10


def main() -> None:
    """Measure, print and write."""
    rounds = asked("batches", __doc__, _ROUNDS)
    samples = ((photo.make(), photos()), (digits.make(), mnist()))
    tables = {}
    with storages() as both:
        for sample, images in samples:
            model = publish(sample, both.loopback.variables["AWS_ENDPOINT_URL"])
            tables[model.name] = measure(rounds.ours, model, both, images, sample.kind, rounds.number)
    grids = [report.goal_grid(batch_goals(tables)), *(report.batch_grid(name, rows) for name, rows in tables.items())]
    rounds.show(grids, BATCHES, report.BATCH_NOTE)


if __name__ == "__main__":
    main()
