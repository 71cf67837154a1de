"""Times as the registry writes them: ISO 8601 in UTC, to the second, so that their order is that of their text."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tintype.s3 import Object

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """Return the present time."""
    return time.strftime(_FORM, time.gmtime())


def write(moment: datetime) -> str:
    """Return a time that has a zone."""
    return moment.astimezone(UTC).strftime(_FORM)


def age(head: Object) -> float:
    """Return how many seconds ago an object was written, by the clock of S3, which wrote both times.

    Args:
        head: what HEAD gave.
    """
    written, answered = (parsedate_to_datetime(head.headers[name]) for name in ("last-modified", "date"))
    return (answered - written).total_seconds()
