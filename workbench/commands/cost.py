"""`tintype cost`: what a million images cost, against a server that always runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Group

from tintype.batches.pricing import AS_OF, LIST, SOURCES
from workbench.costing import measured
from workbench.costing.errors import CostError
from workbench.costing.estimate import IMAGES, WHOLE_PROCESSOR, Work, server, sizes
from workbench.costing.own import prices as read_prices
from workbench.printing import columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import RenderableType

_COLD = 500.0  # milliseconds, where only a call's are known: a model of some twenty megabytes on a slow day


class Asked(NamedTuple):
    """What is to be reckoned.

    Attributes:
        model: a model of the benchmarks.
        milliseconds: of a warm call, in the place of the benchmarks'.
        cold_milliseconds: of a cold start, likewise.
        cold_share: which part of the calls meets a new container.
        machine: ``x86_64`` or ``arm64``.
        memories: of the function, in megabytes.
        price_file: with prices of one's own.
    """

    model: str
    milliseconds: float | None
    cold_milliseconds: float | None
    cold_share: float
    machine: str
    memories: Sequence[int]
    price_file: Path | None


def estimate(asked: Asked) -> dict[str, Any]:
    """Return the estimate, and all that it was made of.

    Raises:
        CostError: nothing was measured of that model, or the price file holds no prices.
    """
    prices = read_prices(asked.price_file)
    warm, cold, told = _times(asked)
    work = Work(warm, cold, asked.cold_share)
    found = sizes(work, asked.machine, prices, asked.memories)
    [whole] = sizes(work, asked.machine, prices, [WHOLE_PROCESSOR])
    listed = {"as_of": AS_OF, "sources": list(SOURCES)} if prices == LIST else {"file": str(asked.price_file)}
    return {
        "currency": "USD",
        "images": IMAGES,
        "times": {"source": told, **work._asdict()},
        "architecture": asked.machine,
        "sizes": [size._asdict() for size in found],
        "server": server(work, whole, prices)._asdict(),
        "prices": {**listed, **prices._asdict()},
    }


def _times(asked: Asked) -> tuple[float, float, str]:
    if asked.milliseconds is not None:
        return asked.milliseconds, asked.cold_milliseconds or _COLD, "given"
    known = measured.models()
    if asked.model not in known:
        raise CostError(f"one of the measured models {', '.join(known)}", asked.model, "Or give a call's time by --ms.")
    found = known[asked.model]
    cold = asked.cold_milliseconds or found.cold
    return found.warm, cold, f"{asked.model}, by make bench on {found.date} ({found.machine})"


def render(document: dict[str, Any]) -> RenderableType:
    """Return a table of dollars by memory, and what a server costs."""
    numbers = ("memory MB", "billed ms", "calls", "uploads", "batches")
    table = columns(*numbers, numbers=numbers)
    for size in document["sizes"]:
        dollars = (f"${size[way]:,.2f}" for way in ("call", "upload", "batch"))
        table.add_row(f"{size['megabytes']:,}", f"{size['milliseconds']:,.1f}", *dollars)
    return Group(_head(document), "", table, "", _beside(document), _source(document))


def _head(document: dict[str, Any]) -> str:
    times = document["times"]
    return (
        f"{document['images']:,} images on {document['architecture']}: {times['warm']:,.1f} ms each with a whole "
        f"processor ({WHOLE_PROCESSOR:,} MB), {times['cold_share']:.1%} of them with a cold start of "
        f"{times['cold']:,.0f} ms\ntimes: {times['source']}"
    )


def _beside(document: dict[str, Any]) -> str:
    beside = document["server"]
    return (
        f"a server that always runs (one processor, 2 GB, load balancer): ${beside['month']:,.2f} a month; "
        f"as much as {beside['images']:,.0f} calls a month ({WHOLE_PROCESSOR:,} MB). "
        f"It answers {beside['most']:,.0f} at most."
    )


def _source(document: dict[str, Any]) -> str:
    prices = document["prices"]
    where = f"those of {prices['file']}" if "file" in prices else f"AWS's of us-east-1, {prices['as_of']}"
    return f"prices: {where}; without free tier, retries, storage, logs, traces and transfer"
