"""Memory for images that several threads read at once."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Condition
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Room:
    """So many bytes at once; what is larger than all of it has it for itself."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._used = 0
        self._users = 0
        self._changed = Condition()

    @contextmanager
    def taken(self, size: int) -> Iterator[None]:
        """Wait until there is room for so many bytes, and keep it while the block lasts."""
        with self._changed:
            self._changed.wait_for(lambda: not self._users or self._used + size <= self._most)
            self._used, self._users = self._used + size, self._users + 1
        try:
            yield
        finally:
            with self._changed:
                self._used, self._users = self._used - size, self._users - 1
                self._changed.notify_all()
