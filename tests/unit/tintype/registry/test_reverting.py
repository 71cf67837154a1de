import pytest

from tintype.errors import ReleaseError, VersionCollectedError, VersionNotFoundError
from tintype.registry import canary, promote, read_release, rollback, shadow


def _production(release):
    return release.aliases["production"]


def test_to_what_was_before(published, entries):
    """A rollback is one more entry, which brings the version before back and says which entry it restores."""
    promote(published, "digits", 1)
    promote(published, "digits", 2)
    release = rollback(published, "digits", who="ada", why="sevens")
    assert _production(release) == {1: 1.0}
    assert (release.action, release.before, release.restores, release.sequence) == ("rollback", {2: 1.0}, 1, 3)
    assert (release.who, release.why) == ("ada", "sevens")
    assert entries()[-1] == release == read_release(published, "digits")[0]


def test_further_back(published):
    """Rollbacks in a row go further and further back, never forth to what one of them has taken away."""
    for version in (1, 2, 3):
        promote(published, "digits", version)
    assert [_production(rollback(published, "digits")) for _ in range(2)] == [{2: 1.0}, {1: 1.0}]
    with pytest.raises(ReleaseError, match="Expected an earlier version under 'production'"):
        rollback(published, "digits")
    promote(published, "digits", 4)
    assert _production(rollback(published, "digits")) == {1: 1.0}


def test_canary(published):
    """After a rollback a canary is gone, however often it was widened."""
    promote(published, "digits", 1)
    canary(published, "digits", 2, 0.1)
    canary(published, "digits", 2, 0.5)
    assert _production(rollback(published, "digits")) == {1: 1.0}


def test_promoted_by_steps(published):
    """After a rollback a version that came as a canary and was promoted is gone as well."""
    promote(published, "digits", 1)
    canary(published, "digits", 2, 0.1)
    promote(published, "digits", 2)
    assert _production(rollback(published, "digits")) == {1: 1.0}


def test_one_of_two_canaries(published):
    """Of two canaries the later one is gone first."""
    promote(published, "digits", 1)
    canary(published, "digits", 2, 0.2)
    canary(published, "digits", 3, 0.5)
    assert [_production(rollback(published, "digits")) for _ in range(2)] == [{1: 0.8, 2: 0.2}, {1: 1.0}]


def test_other_aliases(published):
    """What happened to other aliases meanwhile stays."""
    promote(published, "digits", 1)
    promote(published, "digits", 2)
    promote(published, "digits", 3, alias="staging")
    promote(published, "digits", 4, alias="staging")
    release = rollback(published, "digits")
    assert release.aliases == {"production": {1: 1.0}, "staging": {4: 1.0}}
    assert rollback(published, "digits", "staging").aliases == {"production": {1: 1.0}, "staging": {3: 1.0}}


def test_shadow_stays(published):
    """A shadow goes on, unless it is what answers now."""
    promote(published, "digits", 1)
    promote(published, "digits", 2)
    shadow(published, "digits", 3)
    assert rollback(published, "digits").shadows == {"production": 3}
    assert rollback(published, "digits", to=3).shadows == {}


def test_to_a_version(published):
    """A named version gets all traffic, whether it ever had any."""
    promote(published, "digits", 1)
    release = rollback(published, "digits", to=7)
    assert (_production(release), release.restores) == ({7: 1.0}, 0)
    with pytest.raises(VersionNotFoundError):
        rollback(published, "digits", to=11)


def test_to_an_entry(published):
    """A named entry of the history comes back with its shares."""
    promote(published, "digits", 1)
    canary(published, "digits", 2, 0.25)
    promote(published, "digits", 3)
    release = rollback(published, "digits", sequence=2)
    assert (_production(release), release.restores) == ({1: 0.75, 2: 0.25}, 2)


@pytest.mark.parametrize("sequence", [0, 1, 9])
def test_to_no_entry(published, sequence):
    """An entry that does not exist, or does not have the alias, cannot come back."""
    promote(published, "digits", 1, alias="staging")
    with pytest.raises(ReleaseError, match=f"an entry of the history that has 'production', received {sequence}"):
        rollback(published, "digits", sequence=sequence)


def test_nothing_released(published):
    """Without any release there is nothing to go back to."""
    with pytest.raises(ReleaseError, match="received none"):
        rollback(published, "digits")


def test_collected(published, tombstone):
    """A version whose files are gone does not come back, and the error says so."""
    promote(published, "digits", 1)
    promote(published, "digits", 2)
    tombstone(published, 1)
    with pytest.raises(VersionCollectedError, match="Version 1"):
        rollback(published, "digits")
    assert _production(read_release(published, "digits")[0]) == {2: 1.0}
