"""Dollars for images that are called, uploaded or in a batch, by the function's memory."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from tintype.batches.pricing import Function, Prices, cost

if TYPE_CHECKING:
    from collections.abc import Sequence

WHOLE_PROCESSOR = 1769
"""Megabytes with which a function has one processor; less memory has less of it, in proportion.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
"""
SIZES = (512, 1024, WHOLE_PROCESSOR, 3008)
IMAGES = 1_000_000
HOURS = 730  # of a month
_BLOCK = 100  # images of a batch
_QUEUED = 3  # requests for a message: sent, received, deleted


class Work(NamedTuple):
    """How long one image takes with a whole processor.

    Attributes:
        warm: milliseconds of a call.
        cold: milliseconds of a container's start with its first answer, which Lambda bills as well.
        cold_share: which part of the calls meets a new container, from 0 to 1.
    """

    warm: float
    cold: float
    cold_share: float

    def billed(self, megabytes: int) -> float:
        """Return the milliseconds that an image is billed for on average: each call's are rounded up."""
        slower = max(1.0, WHOLE_PROCESSOR / megabytes)
        warm, cold = math.ceil(self.warm * slower), math.ceil(self.cold * slower)
        return (1 - self.cold_share) * warm + self.cold_share * cold


class Size(NamedTuple):
    """What images cost with one size of memory.

    Attributes:
        megabytes: the function's.
        milliseconds: that an image is billed for on average.
        call, upload, batch: dollars for all images, by the way they come.
    """

    megabytes: int
    milliseconds: float
    call: float
    upload: float
    batch: float


class Server(NamedTuple):
    """One processor that always runs.

    Attributes:
        month: its dollars a month.
        images: for how many called images a month Lambda and API Gateway cost as much.
        most: how many it could answer in a month if it never rested.
    """

    month: float
    images: float
    most: float


def sizes(work: Work, machine: str, prices: Prices, memories: Sequence[int] = SIZES) -> list[Size]:
    """Return what a million images cost with each size of memory: no retries, storage, logs, traces, transfer.

    Args:
        work: the times.
        machine: ``x86_64`` or ``arm64``.
        prices: in dollars.
        memories: in megabytes.
    """
    return [_size(work, Function(megabytes, machine, prices)) for megabytes in memories]


def server(work: Work, called: Size, prices: Prices) -> Server:
    """Return what a server costs that always runs, against calls with one size of memory."""
    month = HOURS * prices.server_hour
    return Server(month, month / called.call * IMAGES, HOURS * 3_600_000 / work.warm)


def _size(work: Work, function: Function) -> Size:
    prices, milliseconds = function.prices, work.billed(int(function.megabytes))
    compute = function.cost(IMAGES * milliseconds / 1000, IMAGES)
    call = compute + IMAGES * prices.api_call
    # An upload is put, read, looked for among the answers, and has an answer and a document written.
    upload = compute + IMAGES * (2 * prices.get + 3 * prices.put + _QUEUED * prices.queue_request)
    blocks = IMAGES / _BLOCK
    batch = cost(IMAGES * milliseconds / 1000, blocks=blocks, images=IMAGES, written=blocks, function=function)
    return Size(int(function.megabytes), milliseconds, call, upload, float(batch["total"]))
