import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tintype.errors import FormatError, ModelNotFoundError
from tintype.registry import canary, keys, promote
from tintype.registry.history import history, live_at


@pytest.fixture
def old(published):
    """A history of format 1, one entry an hour from noon on: production 1, staging 2, production 3, 3 again."""
    aliases = {}
    for number, (alias, version) in enumerate(
        [("production", 1), ("staging", 2), ("production", 3), ("production", 3)], start=1
    ):
        aliases = {**aliases, alias: {str(version): 1.0}}
        document = {
            "sequence": number,
            "aliases": aliases,
            "models": {},
            "who": "ada",
            "when": f"2026-11-01T{11 + number}:00:00Z",
            "why": "",
        }
        for key in (keys.history("digits", number), keys.release("digits")):
            published.put(key, json.dumps(document).encode())
    return published


def test_whole_history(published, entries):
    """The history has every release, the oldest first."""
    releases = [promote(published, "digits", version) for version in range(1, 11)]
    assert history(published, "digits") == releases == entries()


def test_older_format(old):
    """Entries of format 1 are read with what they had changed."""
    found = history(old, "digits")
    assert [(entry.action, entry.alias, entry.before, entry.aliases[entry.alias]) for entry in found] == [
        ("promote", "production", {}, {1: 1.0}),
        ("promote", "staging", {}, {2: 1.0}),
        ("promote", "production", {1: 1.0}, {3: 1.0}),
        ("promote", "production", {3: 1.0}, {3: 1.0}),
    ]


def test_older_format_goes_on(old):
    """A release on top of format 1 keeps what is there, and the history has both formats."""
    release = canary(old, "digits", 4, 0.1)
    assert release.aliases == {"production": {3: 0.9, 4: 0.1}, "staging": {2: 1.0}}
    assert sorted(release.models) == [2, 3, 4]
    assert [entry.sequence for entry in history(old, "digits")] == [1, 2, 3, 4, 5]


def test_newer_format(old, entries):
    """Nothing is released on top of a format that is not known here, and its history is refused."""
    document = json.loads(old.get(keys.release("digits")).body) | {"sequence": 5, "format": 3}
    old.put(keys.history("digits", 5), json.dumps(document).encode())
    with pytest.raises(FormatError, match="expected 2 or older, received 3"):
        promote(old, "digits", 1)
    with pytest.raises(FormatError):
        history(old, "digits")
    old.delete(keys.history("digits", 5))
    assert len(entries()) == 4


@pytest.mark.parametrize(
    ("hour", "minute", "sequence"), [(12, 0, 1), (12, 59, 1), (13, 0, 2), (14, 30, 3), (15, 0, 4), (23, 59, 4)]
)
def test_live_at(old, hour, minute, sequence):
    """What was live at a time is the last release until then."""
    assert live_at(old, "digits", datetime(2026, 11, 1, hour, minute, tzinfo=UTC)).sequence == sequence


def test_live_before(old):
    """Before the first release nothing was live."""
    assert live_at(old, "digits", datetime(2026, 11, 1, 11, 59, tzinfo=UTC)) is None


def test_live_elsewhere(old):
    """A time of another zone is the same moment."""
    zone = timezone(timedelta(hours=2))
    assert live_at(old, "digits", datetime(2026, 11, 1, 15, 0, tzinfo=zone)).sequence == 2


def test_never_released(published):
    """A model that was never released has no history."""
    with pytest.raises(ModelNotFoundError):
        history(published, "digits")
    with pytest.raises(ModelNotFoundError):
        live_at(published, "digits", datetime.now(UTC))
