"""What is measured, in which order, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from benchmarks import cold, warm
from benchmarks.contestants import EMPTY, STRAIGHTFORWARD, TENSORFLOW, TINTYPE, Contestant
from benchmarks.models import Published, digits, photo, publish
from benchmarks.storage import Storage, storages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ALL = (EMPTY, TINTYPE, STRAIGHTFORWARD, TENSORFLOW)
WITHOUT_TENSORFLOW = (EMPTY, TINTYPE, STRAIGHTFORWARD)


class Effort(NamedTuple):
    """How often: rounds of cold starts of everything, further ones without TensorFlow, and warm calls."""

    rounds: int
    further: int
    calls: int
    tensorflow_calls: int


USUAL = Effort(rounds=9, further=15, calls=1000, tensorflow_calls=100)


class ColdTable(NamedTuple):
    """Starts under one heading."""

    title: str
    rows: dict[str, cold.Cold]


class WarmTable(NamedTuple):
    """Calls under one heading."""

    title: str
    rows: dict[str, warm.Warm]


def run(
    contestants: Mapping[str, Contestant], effort: Effort, tell: Callable[[str], None]
) -> Iterator[ColdTable | WarmTable]:
    """Yield each table as soon as it is measured."""

    def chosen(names: tuple[str, ...]) -> list[Contestant]:
        return [contestants[name] for name in names]

    def starts(names: tuple[str, ...], model: Published, storage: Storage, rounds: int) -> ColdTable:
        title = f"Cold start: {model.name}, {model.megabytes:.1f} MB, S3 {storage.name}{_beside(names)}"
        return ColdTable(title, cold.compare(chosen(names), model, storage, rounds, tell))

    def calls(names: tuple[str, ...], model: Published, storage: Storage, count: int) -> WarmTable:
        title = f"Warm calls: {model.name}, one client{_beside(names)}"
        return WarmTable(title, warm.compare(chosen(names), model, storage, count, tell))

    tell("making the models")
    samples = [digits.make(), photo.make()]
    with storages() as (near, far):
        small, large = (publish(sample, near.variables["AWS_ENDPOINT_URL"]) for sample in samples)
        yield starts(WITHOUT_TENSORFLOW, small, near, effort.further)
        yield starts(ALL, small, near, effort.rounds)
        yield starts(WITHOUT_TENSORFLOW, small, far, effort.further)
        yield starts(WITHOUT_TENSORFLOW, large, far, effort.further)
        yield calls(WITHOUT_TENSORFLOW, small, near, effort.calls)
        yield calls((EMPTY, TENSORFLOW), small, near, effort.tensorflow_calls)
        yield calls(WITHOUT_TENSORFLOW, large, near, effort.tensorflow_calls)


def _beside(names: tuple[str, ...]) -> str:
    return ", beside TensorFlow" if TENSORFLOW in names else ""
