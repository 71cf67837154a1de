"""When a log line was written, by what it says itself; and how people name a moment."""

from __future__ import annotations

import json
import re
import time
from datetime import datetime
from typing import Any

from workbench.errors import USAGE, WorkbenchError

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_AGO = re.compile(r"(\d+)\s*([smhd])\Z")
_FORM = "a time ago such as 90s, 10m, 2h or 1d, or a moment such as 2026-11-01T12:00Z"


class MomentError(WorkbenchError):
    """What should be a moment is none."""

    exit_code = USAGE


def since(text: str, now: float | None = None) -> float:
    """Return the moment, in seconds since the epoch, that `10m` ago or an ISO 8601 time means.

    Raises:
        MomentError: it is neither.
    """
    if ago := _AGO.match(text):
        return (time.time() if now is None else now) - int(ago[1]) * _SECONDS[ago[2]]
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        raise MomentError(_FORM, repr(text), "Name one by --since.") from None


def time_of(text: str) -> float | None:
    """Return when a line says that it was written, in seconds since the epoch; None where it does not.

    It may be a document of Powertools (``timestamp``), embedded metrics (``_aws.Timestamp``) or Lambda (``time``), or
    begin with a time as Python's logging writes it.
    """
    if text.startswith("{"):
        document = parsed(text)
        embedded = document.get("_aws")
        if isinstance(embedded, dict) and isinstance(embedded.get("Timestamp"), int):
            return float(embedded["Timestamp"]) / 1000
        return _moment(str(document.get("timestamp") or document.get("time") or ""))
    return _moment(text[:23])


def parsed(text: str) -> dict[str, Any]:
    """Return a line's document; an empty one where it is none."""
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _moment(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text.replace(",", ".")).timestamp()
    except ValueError:
        return None
