"""The local stack's log files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.local.layout import Layout
from workbench.logs import function_name
from workbench.logs.source import Line
from workbench.logs.times import time_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OF_THE_EMULATOR = ".emulator"


def found(home: Path) -> Iterator[FileSource]:
    """Yield the log files of the stack in this home; what the emulators say of themselves is left out."""
    for path in sorted(Layout(home).logs.glob("*.log")):
        if not path.stem.endswith(_OF_THE_EMULATOR):
            yield FileSource(path)


class FileSource:
    """A file that grows.

    Args:
        path: named after the function's logical id.
    """

    def __init__(self, path: Path) -> None:
        self.name = function_name(path.stem)
        self._path = path
        self._offset = 0
        self._time = 0.0

    def read(self, since: float) -> list[Line]:
        """Return whole lines that were not given before; one that does not say when is as old as the one before it."""
        texts = [text for text in self._grown().decode(errors="replace").splitlines() if text]
        times = [time_of(text) for text in texts]
        before = self._time or next((known for known in times if known), self._path.stat().st_mtime)
        found = []
        for text, known in zip(texts, times, strict=True):
            self._time = before = known or before
            found.append(Line(before, self.name, text))
        return [line for line in found if line.time >= since]

    def _grown(self) -> bytes:
        size = self._path.stat().st_size
        with self._path.open("rb") as file:
            file.seek(self._offset if size >= self._offset else 0)  # a file that shrank was begun anew
            data = file.read()
            whole = data[: data.rfind(b"\n") + 1]
            self._offset = file.tell() - len(data) + len(whole)
        return whole
