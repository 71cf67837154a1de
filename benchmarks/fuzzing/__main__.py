"""A million generated calls, or as many as are asked for: `python -m benchmarks.fuzzing`, or `make fuzz`.

Exits with 1 when it found something, and says how to make each call again.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from benchmarks.folders import WORK
from benchmarks.fuzzing.campaign import run
from benchmarks.fuzzing.report import markdown
from benchmarks.fuzzing.storage import storage
from benchmarks.fuzzing.target import target

USUAL = 1_000_000
RESULTS = Path(__file__).parent / "results.md"


def main() -> int:
    """Run the campaign, print what it found and, of a whole one, keep it."""
    arguments = _arguments()
    os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}  # moto takes any
    WORK.mkdir(parents=True, exist_ok=True)
    with storage() as address, target(address) as calls:
        outcome = run(calls, arguments.seed, arguments.tries, lambda text: print(text, file=sys.stderr, flush=True))
    text = markdown(outcome, arguments.seed)
    print(text)
    if arguments.tries == USUAL:
        RESULTS.write_text(text, encoding="utf-8")
    return 1 if outcome.faulty else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzzing", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first call's; the next call has the next number")
    parser.add_argument("--tries", type=int, default=USUAL, help="how many calls; fewer than usual write nothing")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
