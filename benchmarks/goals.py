"""What the product has to reach, and whether it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from benchmarks.batches.measuring import BLOCK
from benchmarks.contestants import TINTYPE
from benchmarks.plan import ColdTable, WarmTable
from benchmarks.protocols.events import BINARY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.batches.measuring import Way
    from benchmarks.protocols.measuring import Protocol

MOST_TIMES_EMPTY = 3.5
MOST_MILLISECONDS_ABOVE_EMPTY = 0.4
MOST_MEGABYTES = 70.0
MOST_MILLISECONDS_ABOVE_BARE = 1.0
MOST_MICROSECONDS_OF_ROUTING = 30.0
MOST_TIMES_THE_BARE_LOOP = 1.3


class Goal(NamedTuple):
    """A figure beside its limit."""

    what: str
    limit: float
    reached: float

    @property
    def met(self) -> bool:
        """Whether it is within its limit."""
        return self.reached <= self.limit


def goals(tables: Sequence[ColdTable | WarmTable]) -> list[Goal]:
    """Return the goals for which something was measured: each about the first table of its kind."""
    cold = next((table.rows[TINTYPE] for table in tables if isinstance(table, ColdTable)), None)
    warm = next((table.rows[TINTYPE] for table in tables if isinstance(table, WarmTable)), None)
    found = []
    if cold:
        found.append(Goal("cold start of digits, times an empty handler's", MOST_TIMES_EMPTY, cold.ratio))
    if warm:
        found += [
            Goal("warm call, ms above an empty handler's median", MOST_MILLISECONDS_ABOVE_EMPTY, warm.above_empty),
            Goal(f"memory after {warm.calls:,} calls, MB", MOST_MEGABYTES, warm.rss_megabytes),
        ]
    return found


def protocol_goals(rows: Mapping[str, Protocol]) -> list[Goal]:
    """Return the goals of the protocols."""
    slowest = max(row.routing for row in rows.values())
    return [
        Goal(f"{BINARY}: ms above the bare run", MOST_MILLISECONDS_ABOVE_BARE, rows[BINARY].above_bare),
        Goal("routing, µs", MOST_MICROSECONDS_OF_ROUTING, slowest),
    ]


def batch_goals(tables: Mapping[str, Mapping[str, Way]]) -> list[Goal]:
    """Return the goal of batches, for each model."""
    return [
        Goal(f"{name}: CPU of an image of a block, times the bare loop's", MOST_TIMES_THE_BARE_LOOP, rows[BLOCK].ratio)
        for name, rows in tables.items()
    ]
