"""SIGTERM, which a host sends some time before it takes the machine away (two minutes for spot capacity)."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Interruption:
    """Whether the job has been told to stop."""

    def __init__(self) -> None:
        self.wanted = False

    @contextmanager
    def watched(self) -> Iterator[Interruption]:
        """Take SIGTERM as a wish that is granted between two steps; only the main thread can."""
        if current_thread() is not main_thread():
            yield self
            return
        before = signal.signal(signal.SIGTERM, self._told)
        try:
            yield self
        finally:
            signal.signal(signal.SIGTERM, before)

    def _told(self, _number: int, _frame: object) -> None:
        self.wanted = True
