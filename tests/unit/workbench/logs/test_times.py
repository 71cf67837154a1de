from datetime import datetime

import pytest

from workbench.logs.times import MomentError, since, time_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90s", 999_910.0),
        ("10m", 999_400.0),
        ("2h", 992_800.0),
        ("1d", 913_600.0),
        ("1970-01-01T00:01:00Z", 60.0),
        ("1970-01-01T01:01:00+01:00", 60.0),
    ],
)
def test_since(text, expected):
    """A time ago counts from now, a moment is itself."""
    assert since(text, now=1_000_000) == expected


@pytest.mark.parametrize("text", ["", "10", "m", "yesterday", "10w"])
def test_no_moment(text):
    """What is neither is refused by what both look like."""
    with pytest.raises(MomentError, match="10m, 2h or 1d"):
        since(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"_aws": {"Timestamp": 60500}}', 60.5),
        ('{"timestamp": "1970-01-01 00:01:00,500+0000"}', 60.5),
        ('{"time": "1970-01-01T00:01:00.500Z", "type": "platform.start"}', 60.5),
        ("1970-01-02 00:01:00,500 INFO x", datetime(1970, 1, 2, 0, 1, 0, 500_000).timestamp()),  # noqa: DTZ001 -- logging writes local time
        ("START RequestId: 1", None),
        ("{broken", None),
        ("[1]", None),
    ],
)
def test_time_of(text, expected):
    """A line's time is read from each kind of line that has one."""
    assert time_of(text) == expected
