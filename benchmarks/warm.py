"""Warm calls: one client, the contestants in turn, each in its own environment that lives on."""

from __future__ import annotations

import time
from contextlib import ExitStack
from statistics import median, quantiles
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.contestants import Contestant
    from benchmarks.models import Published
    from benchmarks.storage import Storage

_UNCOUNTED = 20  # first calls
_IN_A_ROW = 25
"""Calls before it is the next one's turn: a client's calls find the processor's caches as its last call left them."""


class Warm(NamedTuple):
    """A contestant's calls, in milliseconds, and what they cost.

    Attributes:
        p50, p99: of the calls.
        above_empty: this median less the empty handler's.
        cpu_milliseconds: processor time of a call, the emulator's included.
        rss_megabytes: after the last call (10⁶ bytes).
        calls: how many were counted.
    """

    p50: float
    p99: float
    above_empty: float
    cpu_milliseconds: float
    rss_megabytes: float
    calls: int


def compare(
    contestants: Sequence[Contestant],
    model: Published,
    storage: Storage,
    calls: int,
    tell: Callable[[str], None],
) -> dict[str, Warm]:
    """Call all contestants in turn, a few calls each, so that a busy moment of the machine hits all of them.

    Args:
        contestants: the empty one first.
        model: to ask.
        storage: where it comes from.
        calls: to each contestant.
        tell: hears when it starts.
    """
    tell(f"warm, {model.name}: {calls:,} calls each of {', '.join(one.name for one in contestants)}")
    with ExitStack() as stack:
        running = [
            stack.enter_context(Emulator(one, {**storage.variables, **one.variables(model)})) for one in contestants
        ]
        labels = [model.label if one.variables(model) else "" for one in contestants]
        _rounds(running, labels, model.event, _UNCOUNTED)
        before = [emulator.cpu_milliseconds() for emulator in running]
        times = _rounds(running, labels, model.event, calls)
        empty = median(times[0])
        return {
            one.name: Warm(
                median(own),
                quantiles(own, n=100)[-1],
                median(own) - empty,
                (emulator.cpu_milliseconds() - cpu) / calls,
                emulator.rss_megabytes(),
                calls,
            )
            for one, own, emulator, cpu in zip(contestants, times, running, before, strict=True)
        }


def _rounds(running: Sequence[Emulator], labels: Sequence[str], event: bytes, count: int) -> list[list[float]]:
    """Return each emulator's times in milliseconds."""
    times: list[list[float]] = [[] for _ in running]
    while len(times[-1]) < count:
        for own, emulator, label in zip(times, running, labels, strict=True):
            own += [_timed(emulator, event, label) for _ in range(min(_IN_A_ROW, count - len(own)))]
    return times


def _timed(emulator: Emulator, event: bytes, label: str) -> float:
    started = time.perf_counter()
    emulator.call(event, label)
    return (time.perf_counter() - started) * 1000
