"""From a released model and the events to each protocol's figures."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.emulator import LAMBDA_VARIABLES
from benchmarks.folders import WORK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.contestants import Contestant
    from benchmarks.models import Published
    from benchmarks.storage import Storage

_TIMED = Path(__file__).with_name("timed.py")


class Protocol(NamedTuple):
    """Calls in one protocol, each beside a bare run of the network right before it.

    Attributes:
        p50: of the calls, from the event to the response, in milliseconds.
        bare: of the bare runs, likewise.
        above_bare: the median of the differences.
        ratio: the median of the quotients.
        routing: the median time to find what answers, in microseconds.
        kilobytes: of the event's body, in base64.
        calls: how many were counted.
    """

    p50: float
    bare: float
    above_bare: float
    ratio: float
    routing: float
    kilobytes: float
    calls: int


def measure(
    ours: Contestant, model: Published, storage: Storage, events: Mapping[str, dict[str, Any]], rounds: int
) -> dict[str, Protocol]:
    """Call the deployed handler with each event in turn, ``rounds`` times."""
    asked, times = WORK / "protocols.events.json", WORK / "protocols.times.json"
    asked.write_text(json.dumps(events), encoding="utf-8")
    path = ":".join(map(str, ours.path))
    variables = {**LAMBDA_VARIABLES, **storage.variables, **ours.variables(model), "PYTHONPATH": path}
    command = [str(ours.python), "-P", str(_TIMED), str(asked), model.name, str(rounds), str(times)]
    subprocess.run(command, check=True, env=variables, cwd=ours.path[0], stdout=subprocess.DEVNULL)
    found: dict[str, list[tuple[float, float, float]]] = json.loads(times.read_bytes())
    return {row: _figures(measured, len(events[row]["body"])) for row, measured in found.items()}


def _figures(measured: list[tuple[float, float, float]], size: int) -> Protocol:
    return Protocol(
        median(call for _, _, call in measured),
        median(bare for _, bare, _ in measured),
        median(call - bare for _, bare, call in measured),
        median(call / bare for _, bare, call in measured),
        median(routing for routing, _, _ in measured) * 1000,
        size / 1000,
        len(measured),
    )
