"""Which answers came from a version that was not live."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.changes.calling import Call


class Change(NamedTuple):
    """A release: when it was begun and when it was there (``time.monotonic``), and what it made live."""

    began: float
    ended: float
    version: int


def lateness(call: Call, changes: Sequence[Change]) -> float:
    """Return for how many seconds the version that answered had not been live when the call began; 0 if it was live.

    Args:
        call: a call.
        changes: in their order; the first one made live what was there at first. A version is live from the moment when
            its release was begun until the next one was there.

    Returns:
        infinity for a version that was not live before the call ended.
    """
    ends = [*(change.ended for change in changes[1:]), float("inf")]
    lives = [(change.began, end) for change, end in zip(changes, ends, strict=True) if change.version == call.version]
    known = [max(0.0, call.began - end) for began, end in lives if began <= call.ended]
    return min(known, default=float("inf"))
