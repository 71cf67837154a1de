"""Run by the deployed Python upon the deployed build: `python timed.py EVENTS MODEL ROUNDS TIMES`.

It calls the handler with each event in turn, each right after its routing and the bare run of the network alone, and
writes the milliseconds.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from functions.predict_http.app import SERVICE, handler
from tintype.http import routing
from tintype.tensor import Tensor, byte_size

if TYPE_CHECKING:
    from collections.abc import Callable

_UNCOUNTED = 3  # first calls of each, which import and compile


def timed(call: Callable[[], object]) -> float:
    """Return how many milliseconds a call takes."""
    started = perf_counter()
    call()
    return (perf_counter() - started) * 1000


def routed(event: dict[str, Any]) -> object:
    """Return what answers an event."""
    return routing.handler(routing.match(event["httpMethod"], event["path"]).action)


def main() -> None:
    """Measure, and write ``{row: [[routing, bare, call], ...]}``."""
    events, name, rounds, times = sys.argv[1:]
    network = SERVICE.model(name).model.network
    tensors = {spec.name: Tensor(*spec, bytes(byte_size(spec.dtype, spec.shape))) for spec in network.inputs}
    found = json.loads(Path(events).read_bytes())
    for row, event in found.items():
        answer = handler(event, None)
        if answer["statusCode"] != 200:  # noqa: PLR2004 -- OK
            sys.exit(f"expected {row} to be answered 200, received {answer}")
    measured: dict[str, list[tuple[float, ...]]] = {row: [] for row in found}
    for _ in range(_UNCOUNTED + int(rounds)):
        for row, event in found.items():
            route = partial(routed, event)
            measured[row].append(
                tuple(map(timed, (route, partial(network.run, tensors), partial(handler, event, None))))
            )
    Path(times).write_text(json.dumps({row: counted[_UNCOUNTED:] for row, counted in measured.items()}))


if __name__ == "__main__":
    main()
