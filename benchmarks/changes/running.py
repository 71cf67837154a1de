"""A run: clients call while versions are promoted and rolled back."""

from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

import psutil

from benchmarks.changes.calling import Clients
from benchmarks.changes.counting import Change, lateness
from tintype.registry import promote, rollback

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.changes.calling import Call
    from tintype.s3 import Bucket
    from workbench.local.ready import Ready

MODEL = "digits"
CLIENTS = 8
CHANGES = 20
CALLS = 10_000


class Figures(NamedTuple):
    """What came of a run.

    Attributes:
        calls, failed: how many, and how many without status 200.
        changes: how many releases.
        versions: how many different versions answered.
        latest: the longest that a version went on answering after it was replaced, in seconds.
        seconds: that the run took.
        before, after: resident megabytes of all environments behind the API.
    """

    calls: int
    failed: int
    changes: int
    versions: int
    latest: float
    seconds: float
    before: float
    after: float


def run(stack: Ready, registry: Bucket, versions: Sequence[int], image: bytes, pause: float) -> Figures:
    """Promote a version and roll it back, ten times, while clients call; then let them call until they made enough.

    Args:
        stack: the local stack.
        registry: its registry's bucket; the first of the versions is live.
        versions: one for each promotion, and the first.
        image: what is sent.
        pause: seconds between two changes.
    """
    warm_up(stack, registry, versions, image, pause)
    before, started, stop = resident(stack), time.monotonic(), Event()
    changes = [Change(started, started, versions[0])]
    clients = Clients(stack, MODEL, image, CLIENTS, stop)
    for number in range(CHANGES):
        time.sleep(pause)
        changes.append(_change(registry, versions[1 + number // 2] if number % 2 == 0 else 0))
    time.sleep(pause)
    while len(clients.calls) < CALLS:
        time.sleep(0.1)
    stop.set()
    return figures(clients.join(), changes, time.monotonic() - started, (before, resident(stack)))


def warm_up(stack: Ready, registry: Bucket, versions: Sequence[int], image: bytes, pause: float) -> None:
    """Let each environment answer by two versions: it keeps what a rollback would bring back."""
    stop = Event()
    clients = Clients(stack, MODEL, image, CLIENTS, stop)
    for version in (versions[1], 0):
        _change(registry, version)
        time.sleep(pause + 1)
    stop.set()
    clients.join()


def figures(calls: Sequence[Call], changes: Sequence[Change], seconds: float, memory: tuple[float, float]) -> Figures:
    """Return what came of the calls."""
    answered = [call for call in calls if call.version]
    latest = max(lateness(call, changes) for call in answered)
    failed = sum(call.status != 200 for call in calls)  # noqa: PLR2004 -- OK
    met = {call.version for call in answered}
    return Figures(len(calls), failed, len(changes) - 1, len(met), latest, seconds, *memory)


def resident(stack: Ready) -> float:
    """Return the resident megabytes of all environments of the function behind the API."""
    processes = psutil.Process(stack.pid).children(recursive=True)
    found = [each for each in processes if "functions.predict_http.app.handler" in each.cmdline()[-1:]]
    return sum(each.memory_info().rss for each in found) / 1_048_576


def _change(registry: Bucket, version: int) -> Change:
    """Promote the version; 0 rolls back."""
    began = time.monotonic()
    if version:
        release = promote(registry, MODEL, version, who="a benchmark", why="the next version")
    else:
        release = rollback(registry, MODEL, who="a benchmark", why="back to the last one")
    return Change(began, time.monotonic(), release.live() or 0)
