"""The same calls, steered by what they reach: `make fuzz-guided`, by atheris (https://github.com/google/atheris).

The fuzzer's bytes take the place of chance: each choice is made by the next few. It runs until it is stopped, or as
long as its options say (``-runs=100000``, ``-max_total_time=600``), and keeps a call that went wrong in a file that is
itself the argument to make it again.
"""

from __future__ import annotations

import os
import sys
from random import Random
from typing import TYPE_CHECKING

import atheris

with atheris.instrument_imports(include=["tintype"]):
    from benchmarks.fuzzing.target import target

from benchmarks.folders import WORK
from benchmarks.fuzzing.events import event
from benchmarks.fuzzing.storage import storage

if TYPE_CHECKING:
    from benchmarks.fuzzing.target import Target


class Steered(Random):
    """Draws from bytes; when they are used up, from chance that is the same for the same bytes."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._data, self._place = data, 0

    def getrandbits(self, k: int) -> int:
        """Return the next ``k`` bits."""
        if self._place >= len(self._data):
            return super().getrandbits(k)
        end = self._place + (k + 7) // 8
        value = int.from_bytes(self._data[self._place : end], "little")
        self._place = end
        return value & ((1 << k) - 1)

    def random(self) -> float:
        """Return the next two bytes as a fraction."""
        return self.getrandbits(16) / 65536


def main() -> None:
    """Fuzz until something goes wrong."""
    os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}  # moto takes any
    WORK.mkdir(parents=True, exist_ok=True)
    with storage() as address, target(address) as calls:
        atheris.Setup(sys.argv, lambda data: _try(calls, data))
        atheris.Fuzz()


def _try(calls: Target, data: bytes) -> None:
    _, found = calls(event(Steered(data)))
    if found:
        raise AssertionError("\n".join(found))


if __name__ == "__main__":
    main()
