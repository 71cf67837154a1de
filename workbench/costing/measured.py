"""Times that `make bench` measured."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from workbench.costing.errors import CostError
from workbench.local.layout import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

RESULTS = PROJECT / "benchmarks" / "results.json"
_WARM = re.compile(r"Warm calls: (\w+), one client")
_COLD = "Cold start: {model},"
_AS_ON_AWS = "as on AWS"


class Measured(NamedTuple):
    """Milliseconds of one of the benchmarks' models: a warm call, a cold start; and the processor and the date."""

    warm: float
    cold: float
    machine: str
    date: str


def models(results: Path = RESULTS) -> dict[str, Measured]:
    """Return what was measured of each model.

    Raises:
        CostError: there is no such file, or it is none of the benchmarks'.
    """
    try:
        document = json.loads(results.read_text())
        tables, machine = document["tables"], document["machine"]
        names = [found[1] for table in tables if (found := _WARM.fullmatch(table))]
        about = machine["processors"], machine["date"]
        return {name: Measured(_warm(tables, name), _cold(tables, name), *about) for name in names}
    except (OSError, ValueError, TypeError, LookupError, StopIteration) as error:
        raise CostError(
            "measured times", f"{type(error).__name__} in {results}", "Run `make bench`, or give --ms."
        ) from error


def _warm(tables: dict[str, dict[str, dict[str, float]]], name: str) -> float:
    return tables[f"Warm calls: {name}, one client"]["tintype"]["p50"]


def _cold(tables: dict[str, dict[str, dict[str, float]]], name: str) -> float:
    """Return a cold start's time with an S3 as on AWS."""
    table = next(found for found in tables if found.startswith(_COLD.format(model=name)) and _AS_ON_AWS in found)
    return tables[table]["tintype"]["milliseconds"]
