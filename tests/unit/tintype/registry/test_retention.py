import pytest

from tintype.registry import canary, promote, shadow
from tintype.registry.retention import Candidate, Retention, reasons

_NOTHING = Retention(0, "9999")
_ALL = [Candidate(version, ()) for version in range(1, 11)]


def test_nothing_is_kept(published):
    """Of a model that was never released nothing is kept but what is asked for."""
    assert reasons(published, "digits", _ALL, _NOTHING) == {}


def test_live(published):
    """What any alias names is kept, its canary and its shadow, and each says why."""
    promote(published, "digits", 1)
    promote(published, "digits", 2, alias="staging")
    canary(published, "digits", 3, 0.1)
    shadow(published, "digits", 4, alias="staging")
    found = reasons(published, "digits", _ALL, _NOTHING)
    assert found == {
        1: ["production: 1 90 % + 3 10 %", "a rollback of production would bring it back"],
        2: ["staging"],
        3: ["production: 1 90 % + 3 10 %"],
        4: ["shadow of staging"],
    }


def test_rollback(published):
    """What a rollback would bring back is kept, however long ago it was live, and what was live before it is not."""
    for version in (1, 2, 3):
        promote(published, "digits", version)
    found = reasons(published, "digits", _ALL, _NOTHING)
    assert found == {2: ["a rollback of production would bring it back"], 3: ["production"]}


def test_lately(published, monkeypatch):
    """What was live within the time is kept, also if it came to be live before."""
    for day, version in enumerate((1, 2, 3, 4), start=1):
        monkeypatch.setattr("tintype.registry.committing.now", lambda day=day: f"2026-11-0{day}T12:00:00Z")
        promote(published, "digits", version)
    found = reasons(published, "digits", _ALL, Retention(0, "2026-11-03T00:00:00Z"))
    assert found == {
        2: ["live until 2026-11-03T12:00:00Z"],
        3: ["a rollback of production would bring it back", "live until 2026-11-04T12:00:00Z"],
        4: ["production"],
    }


@pytest.mark.parametrize(("last", "kept"), [(0, []), (1, [10]), (3, [8, 9, 10]), (15, list(range(1, 11)))])
def test_last(published, last, kept):
    """So many of the newest are kept."""
    found = reasons(published, "digits", _ALL, Retention(last, "9999"))
    assert found == {version: [f"one of the last {last}"] for version in kept}


def test_codecs(published):
    """A version that wrote files which no other reads is kept, unless it is said that these may go."""
    candidates = [Candidate(1, (), "compression"), Candidate(2, (), "enhancement")]
    assert reasons(published, "digits", candidates, _NOTHING) == {1: ["it alone reads the files that it wrote"]}
    assert reasons(published, "digits", candidates, _NOTHING._replace(codecs=True)) == {}


def test_tagged(published):
    """What has a tag is kept."""
    candidates = [Candidate(1, ("best", "audited")), Candidate(2, ())]
    assert reasons(published, "digits", candidates, _NOTHING) == {1: ["tagged best", "tagged audited"]}
