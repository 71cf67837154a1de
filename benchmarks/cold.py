"""Cold starts: from starting the emulator to the first right answer, the model fetched on the way."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.contestants import Contestant
    from benchmarks.models import Published
    from benchmarks.storage import Storage


class Start(NamedTuple):
    """One start: wall-clock and processor time in milliseconds, resident memory in MB (10⁶ bytes)."""

    milliseconds: float
    cpu_milliseconds: float
    rss_megabytes: float


class Cold(NamedTuple):
    """A contestant's starts, summed up.

    Attributes:
        milliseconds: median.
        fastest: the shortest of them.
        ratio: median of the quotients with the empty handler's start of the same round.
        cpu_milliseconds, rss_megabytes: medians.
        rounds: how many starts.
    """

    milliseconds: float
    fastest: float
    ratio: float
    cpu_milliseconds: float
    rss_megabytes: float
    rounds: int


def start_once(contestant: Contestant, model: Published, storage: Storage) -> Start:
    """Start a contestant, ask it about the model's image, end it.

    Raises:
        RuntimeError: it answered wrongly.
    """
    variables = {**storage.variables, **contestant.variables(model)}
    label = model.label if contestant.variables(model) else ""
    started = time.perf_counter()
    with Emulator(contestant, variables) as emulator:
        emulator.call(model.event, label)
        milliseconds = (time.perf_counter() - started) * 1000
        return Start(milliseconds, emulator.cpu_milliseconds(), emulator.rss_megabytes())


def compare(
    contestants: Sequence[Contestant],
    model: Published,
    storage: Storage,
    rounds: int,
    tell: Callable[[str], None],
) -> dict[str, Cold]:
    """Start all contestants in turn, round after round, so that a busy moment of the machine hits all of them.

    Args:
        contestants: the empty one first.
        model: to fetch and to ask.
        storage: where it is fetched from.
        rounds: that count; one more before them brings the files into memory.
        tell: hears of each round.
    """
    starts: list[list[Start]] = []
    for number in range(rounds + 1):
        tell(f"cold, {model.name}, S3 {storage.name}: round {number} of {rounds}")
        starts.append([start_once(contestant, model, storage) for contestant in contestants])
    counted = starts[1:]
    empty = [of_round[0] for of_round in counted]
    columns = zip(*counted, strict=True)
    return {one.name: _summary(column, empty) for one, column in zip(contestants, columns, strict=True)}


def _summary(starts: Sequence[Start], empty: Sequence[Start]) -> Cold:
    return Cold(
        median(start.milliseconds for start in starts),
        min(start.milliseconds for start in starts),
        median(own.milliseconds / other.milliseconds for own, other in zip(starts, empty, strict=True)),
        median(start.cpu_milliseconds for start in starts),
        median(start.rss_megabytes for start in starts),
        len(starts),
    )
