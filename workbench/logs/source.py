"""A log that can be read again and again, each time for what is new."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Line(NamedTuple):
    """One line; ``time`` in seconds since the epoch, ``text`` without its line break."""

    time: float
    source: str
    text: str


class Source(Protocol):
    """A log by the name of what writes it."""

    @property
    def name(self) -> str:
        """The function's name."""

    def read(self, since: float) -> list[Line]:
        """Return the lines that were not given before, from ``since`` (seconds since the epoch) on, in order."""
