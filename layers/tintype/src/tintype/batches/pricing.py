"""What a run costs, roughly: AWS's list prices of us-east-1 without the free tier, in US dollars.

https://aws.amazon.com/lambda/pricing/, https://aws.amazon.com/s3/pricing/,
https://aws.amazon.com/step-functions/pricing/
"""

from __future__ import annotations

import os

GIGABYTE_SECOND = {"x86_64": 0.0000166667, "aarch64": 0.0000133334}
REQUEST = 0.20 / 1_000_000
GET = 0.0004 / 1_000
PUT = 0.005 / 1_000  # also LIST
TRANSITION = 0.025 / 1_000
_TRANSITIONS = 2  # of a block's child: its start and its one state
_LISTED = 1_000  # keys on a page


def cost(seconds: float, *, blocks: int, images: int, written: int) -> dict[str, float | str]:
    """Return dollars by service, and their total: an estimate, without retries, storage, logs and traces.

    Args:
        seconds: of work, all blocks together.
        blocks: how many the run had.
        images: that were read.
        written: blocks whose results were written, after a look for those of earlier runs.
    """
    gigabytes = int(os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769")) / 1024
    rate = GIGABYTE_SECOND.get(os.uname().machine, GIGABYTE_SECOND["x86_64"])
    parts = {
        "lambda": seconds * gigabytes * rate + blocks * REQUEST,
        "s3": (images + blocks) * GET + (2 * written + images / _LISTED) * PUT,
        "step_functions": blocks * _TRANSITIONS * TRANSITION,
    }
    dollars = {name: round(value, 6) for name, value in parts.items()}
    return {"currency": "USD", **dollars, "total": round(sum(parts.values()), 6)}
