"""`tintype logs`: what the functions wrote, in the order of time."""

from __future__ import annotations

import time
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from workbench import printing
from workbench.logs.times import parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from workbench.logs.source import Line, Source

_PAUSE = 1.0
_FIRST = ("level", "message")
_LEFT_OUT = {*_FIRST, "_aws", "timestamp", "time"}


def lines(
    sources: Sequence[Source], since: float, *, follow: bool, sleep: Callable[[float], None] = time.sleep
) -> Iterator[Line]:
    """Yield the lines of several logs, oldest first; with ``follow`` also those to come, for ever.

    Args:
        sources: the logs.
        since: seconds since the epoch.
        follow: go on.
        sleep: waits before another look.
    """
    while True:
        yield from sorted((line for source in sources for line in source.read(since)), key=lambda line: line.time)
        if not follow:
            return
        sleep(_PAUSE)


def show(found: Iterator[Line], last: int, *, as_json: bool) -> None:
    """Print lines as they come; with ``last`` only so many of the end."""
    for line in deque(found, last) if last else found:
        if as_json:
            printing.line(document(line))
        else:
            printing.text(readable(line))


def document(line: Line) -> dict[str, Any]:
    """Return a line for scripts; ``message`` is the document that it was, where it was one."""
    return {"time": _moment(line), "function": line.source, "message": parsed(line.text) or line.text}


def readable(line: Line) -> str:
    """Return a line for people: time, function, level and message, then the rest as name=value."""
    return f"{_moment(line)} {line.source}  {_text(line.text)}"


def _text(text: str) -> str:
    said = parsed(text)
    if not said:
        return text
    first = [str(said[name]) for name in _FIRST if name in said]
    return "  ".join([*first, *(f"{name}={value}" for name, value in said.items() if name not in _LEFT_OUT)])


def _moment(line: Line) -> str:
    return datetime.fromtimestamp(line.time, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
