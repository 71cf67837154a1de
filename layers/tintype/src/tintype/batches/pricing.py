"""What work costs, roughly: AWS's list prices of us-east-1 without the free tier, in US dollars.

The one place for prices: a batch's summary, `tintype cost` and the dashboard reckon with these.
"""

from __future__ import annotations

import os
from typing import NamedTuple

SOURCES = (
    "https://aws.amazon.com/lambda/pricing/",
    "https://aws.amazon.com/api-gateway/pricing/",
    "https://aws.amazon.com/s3/pricing/",
    "https://aws.amazon.com/sqs/pricing/",
    "https://aws.amazon.com/step-functions/pricing/",
    "https://aws.amazon.com/fargate/pricing/",
    "https://aws.amazon.com/elasticloadbalancing/pricing/",
)
AS_OF = "June 2026"
_TRANSITIONS = 2  # of a block's child: its start and its one state
_LISTED = 1_000  # keys on a page


class Prices(NamedTuple):
    """Dollars for one of each.

    Attributes:
        x86_64, aarch64: a second of a function with one gigabyte (GiB), by its processor.
        request: an invocation of a function.
        api_call: a call of a REST API, of the first 333 million in a month.
        get, put: a request to S3; PUT stands for LIST as well.
        queue_request: a request to a standard queue of SQS.
        transition: a state transition of a standard workflow.
        server_hour: a container on Fargate with one x86 processor and 2 GB, behind a load balancer.
    """

    x86_64: float = 0.0000166667
    aarch64: float = 0.0000133334
    request: float = 0.000_000_2
    api_call: float = 0.000_003_5
    get: float = 0.000_000_4
    put: float = 0.000_005
    queue_request: float = 0.000_000_4
    transition: float = 0.000_025
    server_hour: float = 0.04048 + 2 * 0.004445 + 0.0225

    def second(self, machine: str) -> float:
        """Return the price of a gigabyte for a second on a processor, such as ``x86_64``."""
        return self.aarch64 if machine in {"aarch64", "arm64"} else self.x86_64


LIST = Prices()


class Function(NamedTuple):
    """What a function's second costs by: its memory in megabytes (MiB), its processor, and the prices."""

    megabytes: float
    machine: str
    prices: Prices = LIST

    @classmethod
    def here(cls) -> Function:
        """Return the function in which this runs."""
        return cls(int(os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769")), os.uname().machine)

    def cost(self, seconds: float, invocations: float) -> float:
        """Return the dollars for so many seconds in so many invocations."""
        gigabytes = self.megabytes / 1024
        return seconds * gigabytes * self.prices.second(self.machine) + invocations * self.prices.request


def cost(
    seconds: float, *, blocks: float, images: float, written: float, function: Function | None = None
) -> dict[str, float | str]:
    """Return dollars by service, and their total: an estimate, without retries, storage, logs and traces.

    Args:
        seconds: of work, all blocks together.
        blocks: how many the run had.
        images: that were read.
        written: blocks whose results were written, after a look for those of earlier runs.
        function: that does the work; by default the one in which this runs.
    """
    function = function or Function.here()
    prices = function.prices
    parts = {
        "lambda": function.cost(seconds, blocks),
        "s3": (images + blocks) * prices.get + (2 * written + images / _LISTED) * prices.put,
        "step_functions": blocks * _TRANSITIONS * prices.transition,
    }
    dollars = {name: round(value, 6) for name, value in parts.items()}
    return {"currency": "USD", **dollars, "total": round(sum(parts.values()), 6)}
