"""Does memory grow with bad calls? `python -m benchmarks.fuzzing.memory CALLS` prints megabytes before and after.

The same calls are made twice, so that everything that is kept once (models, modules, what the allocator holds) is
there when the second turn begins: what grows in it grows with every call.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from itertools import count, islice
from random import Random
from typing import TYPE_CHECKING

from benchmarks.folders import WORK
from benchmarks.fuzzing.campaign import resident
from benchmarks.fuzzing.events import event
from benchmarks.fuzzing.storage import storage
from benchmarks.fuzzing.target import target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.fuzzing.target import Target


def main() -> None:
    """Measure and print."""
    os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}  # moto takes any
    WORK.mkdir(parents=True, exist_ok=True)
    with storage() as address, target(address) as calls:
        seeds = list(islice(_bad(calls), int(sys.argv[1])))
        gc.collect()
        before = resident()
        bad = sum(calls(event(Random(seed)))[0] >= 400 for seed in seeds)
        gc.collect()
        after = resident()
    print(json.dumps({"before": before, "after": after, "bad": bad}))


def _bad(calls: Target) -> Iterator[int]:
    """Yield the seeds of calls that are answered with an error."""
    return (seed for seed in count(1) if calls(event(Random(seed)))[0] >= 400)


if __name__ == "__main__":
    main()
