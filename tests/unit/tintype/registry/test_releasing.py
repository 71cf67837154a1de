import re

import pytest

from tintype.errors import ReleaseError, VersionNotFoundError
from tintype.registry import canary, promote, read_release, shadow


def test_first_release(published, entries):
    """The first promotion makes entry 1 of the history and the pointer, with who, when and why."""
    release = promote(published, "digits", 3, who="ada", why="better on sevens")
    assert (release.sequence, release.aliases) == (1, {"production": {3: 1.0}})
    assert (release.who, release.why) == ("ada", "better on sevens")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", release.when)
    assert read_release(published, "digits")[0] == release
    assert entries() == [release]


def test_history_grows(published, entries):
    """Each promotion appends to the history and moves the pointer; nothing before it changes."""
    releases = [promote(published, "digits", version) for version in (1, 2, 1)]
    assert [release.sequence for release in releases] == [1, 2, 3]
    assert entries() == releases
    assert read_release(published, "digits")[0].live() == 1


def test_other_alias(published):
    """Promoting under another alias leaves production as it is."""
    promote(published, "digits", 1)
    release = promote(published, "digits", 2, alias="canary")
    assert release.aliases == {"production": {1: 1.0}, "canary": {2: 1.0}}
    assert sorted(release.models) == [1, 2]


def test_canary_is_widened_and_ended(published):
    """A canary gets its share, another one later, and none at last; the version before has the rest."""
    promote(published, "digits", 1)
    shares = [canary(published, "digits", 2, share).aliases["production"] for share in (0.1, 0.5, 0)]
    assert shares == [{1: 0.9, 2: 0.1}, {1: 0.5, 2: 0.5}, {1: 1.0}]


def test_canary_of_another_alias(published):
    """A canary takes from its own alias alone."""
    promote(published, "digits", 1)
    promote(published, "digits", 2, alias="staging")
    release = canary(published, "digits", 3, 0.25, alias="staging")
    assert release.aliases == {"production": {1: 1.0}, "staging": {2: 0.75, 3: 0.25}}
    assert sorted(release.models) == [1, 2, 3]


@pytest.mark.parametrize("share", [-0.1, 1.0, 10, float("nan")])
def test_no_share(published, share):
    """A share below nothing, of all or of more is refused."""
    promote(published, "digits", 1)
    with pytest.raises(ReleaseError, match="share from 0 to below 1"):
        canary(published, "digits", 2, share)


def test_canary_without_a_mine(published, entries):
    """A canary beside nothing, or beside itself alone, is refused."""
    with pytest.raises(ReleaseError, match="Promote one first"):
        canary(published, "digits", 1, 0.1)
    promote(published, "digits", 1)
    with pytest.raises(ReleaseError, match="Promote one first"):
        canary(published, "digits", 1, 0.1)
    assert len(entries()) == 1


def test_missing_canary(published):
    """A canary that was never published is refused."""
    promote(published, "digits", 1)
    with pytest.raises(VersionNotFoundError, match="no version 11"):
        canary(published, "digits", 11, 0.1)


def test_shadow(published):
    """A shadow is named beside what answers, with its model file, until it is taken away."""
    promote(published, "digits", 1)
    release = shadow(published, "digits", 2)
    assert (release.aliases, release.shadows) == ({"production": {1: 1.0}}, {"production": 2})
    assert sorted(release.models) == [1, 2]
    assert shadow(published, "digits", 0).shadows == {}
    assert sorted(read_release(published, "digits")[0].models) == [1]


def test_shadow_of_nobody(published):
    """Where nothing else answers there is no shadow."""
    with pytest.raises(ReleaseError, match="Promote one first"):
        shadow(published, "digits", 1)
    promote(published, "digits", 1)
    with pytest.raises(ReleaseError, match="received \\[1\\]"):
        shadow(published, "digits", 1)


def test_promoted_shadow(published):
    """A shadow that is promoted is none any more; another version's promotion keeps it."""
    promote(published, "digits", 1)
    shadow(published, "digits", 2)
    assert promote(published, "digits", 3).shadows == {"production": 2}
    assert promote(published, "digits", 2).shadows == {}
