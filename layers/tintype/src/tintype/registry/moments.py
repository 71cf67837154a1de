"""Times as the registry writes them: ISO 8601 in UTC, to the second, so that their order is that of their text."""

from __future__ import annotations

import time
from datetime import UTC, datetime

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """Return the present time."""
    return time.strftime(_FORM, time.gmtime())


def write(moment: datetime) -> str:
    """Return a time that has a zone."""
    return moment.astimezone(UTC).strftime(_FORM)
