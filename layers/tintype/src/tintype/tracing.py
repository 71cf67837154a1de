"""A sampled call's steps as X-Ray subsegments: one datagram to the daemon that Lambda runs, without an SDK.

https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html (the document),
https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html (its header, and the way to the daemon)
"""

from __future__ import annotations

import os
import socket
import time
from contextlib import suppress
from json import JSONEncoder
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

TRACE = "_X_AMZN_TRACE_ID"
DAEMON = "AWS_XRAY_DAEMON_ADDRESS"
SAMPLED = "Sampled=1"
_HEADER = b'{"format":"json","version":1}\n'
_NAME = "tintype"
_encode = JSONEncoder(separators=(",", ":")).encode


class Step(NamedTuple):
    """What took so many seconds."""

    name: str
    seconds: float


def send(steps: Sequence[Step], seconds: float, who: Sequence[str | None] = (), *, failed: bool = False) -> None:
    """Send a call or an upload that ends now, as a subsegment of the function's; never raises, and waits for nobody.

    The steps are laid end to end up to now: how long each took is measured, where it began is not.

    Args:
        steps: in their order.
        seconds: that all of it took.
        who: model and version that answered, by which traces can be searched; None where nothing did.
        failed: whether it was answered by an error of ours.
    """
    root, parent = _trace()
    if root and parent and (address := _address()):
        document = {"trace_id": root, "parent_id": parent, "type": "subsegment", **_call(steps, seconds)}
        said = {name: word for name, word in zip(("model", "version"), who, strict=False) if word}
        document |= {"annotations": said} | ({"fault": True} if failed else {})
        data = _HEADER + _encode(document).encode()
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as daemon:
            daemon.sendto(data, address)


def read(timing: str) -> list[Step]:
    """Return the steps of a ``Server-Timing`` header (https://www.w3.org/TR/server-timing/), those with a duration."""
    pairs = (part.partition(";dur=")[::2] for part in timing.split(", "))
    return [Step(name, float(found) / 1000) for name, found in pairs if found.replace(".", "", 1).isdecimal()]


def _trace() -> tuple[str, str]:
    """Return the trace's id and the function's segment's; empty where the call is not sampled."""
    fields = os.environ.get(TRACE, "").split(";")
    if SAMPLED not in fields:
        return "", ""
    said = dict(field.partition("=")[::2] for field in fields)
    return said.get("Root", ""), said.get("Parent", "")


def _address() -> tuple[str, int] | None:
    """Return where the daemon takes datagrams: ``host:port``, or that after ``udp:`` where TCP has its own."""
    words = os.environ.get(DAEMON, "").split()
    found = next((word[4:] for word in words if word.startswith("udp:")), words[0] if words else "")
    host, _, port = found.rpartition(":")
    return (host, int(port)) if host and port.isdigit() else None


def _call(steps: Sequence[Step], seconds: float) -> dict[str, Any]:
    end = time.time()
    started = end - sum(step.seconds for step in steps)
    inner = []
    for step in steps:
        inner.append(_segment(step.name, started, started + step.seconds))
        started += step.seconds
    return {**_segment(_NAME, end - seconds, end), **({"subsegments": inner} if inner else {})}


def _segment(name: str, start: float, end: float) -> dict[str, Any]:
    return {"name": name, "id": os.urandom(8).hex(), "start_time": start, "end_time": end}
