"""Throttle and quota, as a usage plan and a stage have them."""

import datetime as dt
import threading
import time
from collections.abc import Callable

from workbench.local.template.description import UsagePlan


class Throttle:
    """A token bucket: `rate` tokens a second, at most `burst` of them saved up.

    Args:
        rate: requests per second; None is no limit.
        burst: requests at once; the rate where None.
        clock: seconds, rising.
    """

    def __init__(self, rate: float | None, burst: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._size = float(burst if burst is not None else max(1.0, rate or 1.0))
        self._tokens = self._size
        self._clock = clock
        self._last = clock()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Take a token; False when there is none."""
        if self._rate is None:
            return True
        with self._lock:
            now = self._clock()
            self._tokens = min(self._size, self._tokens + (now - self._last) * self._rate)
            self._last = now
            if self._tokens < 1:
                return False
            self._tokens -= 1
            return True


class Quota:
    """Requests per day, week or month (UTC); counted for as long as the stack runs.

    Args:
        plan: says how many, and per what.
        today: the day it is.
    """

    def __init__(self, plan: UsagePlan, today: Callable[[], dt.date] | None = None) -> None:
        self._limit = plan.quota
        self._period = plan.period
        self._today = today or (lambda: dt.datetime.now(dt.UTC).date())
        self._used = 0
        self._current = self._key()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Count one request; False when the period's number is used up."""
        if self._limit is None:
            return True
        with self._lock:
            key = self._key()
            if key != self._current:
                self._current, self._used = key, 0
            if self._used >= self._limit:
                return False
            self._used += 1
            return True

    def _key(self) -> tuple[int, ...]:
        day = self._today()
        return {"DAY": (day.toordinal(),), "WEEK": day.isocalendar()[:2]}.get(self._period, (day.year, day.month))
