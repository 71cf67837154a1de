"""Throttle and quota."""

import datetime as dt

import pytest

from workbench.local.gateway.limits import Quota, Throttle
from workbench.local.template.description import UsagePlan


def test_burst_then_rate():
    """A burst passes at once, then as many as the rate gives."""
    now = [0.0]
    throttle = Throttle(2, 3, clock=lambda: now[0])
    assert [throttle.take() for _ in range(4)] == [True, True, True, False]
    now[0] = 0.5
    assert [throttle.take() for _ in range(2)] == [True, False]


def test_no_rate():
    """Without a rate everything passes."""
    throttle = Throttle(None, None)
    assert all(throttle.take() for _ in range(1000))


@pytest.mark.parametrize(
    ("period", "later", "fresh"),
    [
        ("DAY", dt.date(2024, 1, 31), False),
        ("DAY", dt.date(2024, 2, 1), True),
        ("WEEK", dt.date(2024, 2, 4), False),
        ("WEEK", dt.date(2024, 2, 5), True),
        ("MONTH", dt.date(2024, 2, 1), True),
    ],
)
def test_quota(period, later, fresh):
    """A quota is used up within its period, and whole again in the next."""
    day = [dt.date(2024, 1, 31)]
    quota = Quota(UsagePlan(quota=2, period=period), today=lambda: day[0])
    assert [quota.take() for _ in range(3)] == [True, True, False]
    day[0] = later
    assert quota.take() is fresh


def test_no_quota():
    """Without a quota everything passes."""
    assert Quota(UsagePlan()).take()
