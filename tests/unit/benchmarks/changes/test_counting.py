from math import inf

import pytest

from benchmarks.changes.calling import Call
from benchmarks.changes.counting import Change, lateness

CHANGES = [Change(0, 0, 1), Change(10, 10.5, 2), Change(20, 20.5, 1), Change(30, 30.5, 3)]


@pytest.mark.parametrize(
    ("began", "ended", "version", "late"),
    [
        (5, 6, 1, 0),
        (12, 13, 2, 0),
        (10.4, 10.6, 1, 0),  # the release is not there yet
        (9.9, 10.1, 2, 0),  # nor is it impossible that it is
        (15, 16, 1, 4.5),
        (25, 26, 2, 4.5),
        (35, 36, 1, 4.5),  # live a second time
        (8, 9, 2, inf),  # before its release
        (40, 41, 9, inf),
    ],
)
def test_lateness(began, ended, version, late):
    """A version is late by what has passed since it was replaced; one that was never live by then, without end."""
    assert lateness(Call(began, ended, 200, version), CHANGES) == late
