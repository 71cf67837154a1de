"""Many calls in a row, and what came of them."""

from __future__ import annotations

import time
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import psutil

from benchmarks.fuzzing.events import event
from benchmarks.fuzzing.report import again

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.fuzzing.target import Target

SLOW = 2.0  # seconds of this thread's processor time for one small call
_WARM_UP = 10_000  # calls, after which memory is compared
_TOLD = 20  # findings of a kind are alike


class Finding(NamedTuple):
    """A call that went wrong, and the seed that makes it again."""

    seed: int
    what: str


class Outcome(NamedTuple):
    """What a campaign found.

    Attributes:
        tries: how many calls were made.
        seconds: how long all of them took.
        statuses: how often each was answered.
        findings: one of each kind, by the first line of what went wrong, at most twenty.
        faulty: calls that went wrong, all of them.
        slowest: the most processor time that a call took, in milliseconds, and its seed.
        memory: resident megabytes after ten thousand calls, and at the end.
    """

    tries: int
    seconds: float
    statuses: dict[int, int]
    findings: list[Finding]
    faulty: int
    slowest: tuple[float, int]
    memory: tuple[float, float]


def run(target: Target, first: int, tries: int, tell: Callable[[str], None] = lambda _: None) -> Outcome:
    """Make the calls of the seeds from ``first`` on; ``tell`` hears of findings and, now and then, of progress."""
    statuses: Counter[int] = Counter()
    kinds: dict[str, Finding] = {}
    faulty, slowest, before, started = 0, (0.0, first), resident(), time.monotonic()
    for number, seed in enumerate(range(first, first + tries)):
        call, began = event(Random(seed)), time.thread_time()
        status, found = target(call)
        slowest = max(slowest, (spent := time.thread_time() - began, seed))
        statuses[status] += 1
        found += [f"{spent:.1f} s of processor time"] if spent > SLOW else []
        faulty += bool(found)
        for what in found:
            if (kind := what.partition("\n")[0]) not in kinds and len(kinds) < _TOLD:
                kinds[kind] = Finding(seed, what)
                tell(f"{what}\n{again(seed)}\n")
        if number == _WARM_UP:
            before = resident()
        if number % 50_000 == 0:
            tell(f"{number:,} tries, {time.monotonic() - started:.0f} s, {resident():.0f} MB")
    seconds, memory = time.monotonic() - started, (before, resident())
    worst = (slowest[0] * 1000, slowest[1])
    return Outcome(tries, seconds, dict(sorted(statuses.items())), [*kinds.values()], faulty, worst, memory)


def resident() -> float:
    """Return this process's resident memory in megabytes."""
    return float(psutil.Process().memory_info().rss) / 1_000_000
