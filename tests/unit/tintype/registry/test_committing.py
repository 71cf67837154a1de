from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.dying import Dying, Killed, moments
from tintype.errors import (
    ReleaseConflictError,
    ReleaseError,
    StorageUnavailableError,
    VersionCollectedError,
    VersionNotFoundError,
)
from tintype.registry import canary, keys, promote, read_release, shadow
from tintype.registry.claiming import claim
from tintype.registry.committing import PointerBehindWarning
from tintype.registry.pointing import newest


def test_release_has_the_model_file(published):
    """A release says which file each live version is, and forgets the versions that are live no more."""
    promote(published, "digits", 1)
    release = promote(published, "digits", 2)
    assert list(release.models) == [2]
    blob = keys.blob("digits", release.models[2].sha256)
    assert published.get(blob).body == b"model 2"


@pytest.mark.parametrize("released", [False, True])
def test_missing_version(published, entries, released):
    """A version that does not exist is not released, and nothing changes."""
    if released:
        promote(published, "digits", 1)
    before = entries()
    with pytest.raises(VersionNotFoundError, match="no version 11"):
        promote(published, "digits", 11)
    assert entries() == before


def test_lost_answers(published, entries, forgetful):
    """When S3 has written and its answers are lost, the history has one entry all the same."""
    release = promote(forgetful, "digits", 1)
    assert forgetful.lost == [keys.history("digits", 1), keys.release("digits")]
    assert entries() == [release]
    assert read_release(published, "digits")[0] == release


def test_promotion_over_a_lagging_pointer(published):
    """A promotion by somebody who died before the pointer is kept in the history, and the next one follows it."""
    first = promote(published, "digits", 1)
    promote(published, "digits", 2, alias="canary")
    published.put(keys.release("digits"), first.to_json())
    assert promote(published, "digits", 3).aliases == {"production": {3: 1.0}, "canary": {2: 1.0}}


def test_racing_promoters(published, entries):
    """Of promoters at the same time none is lost: the history has each, in a row, and the pointer is the last."""

    def run(version):
        bucket = published.twin()
        try:
            return promote(bucket, "digits", version, alias=f"alias-{version}")
        finally:
            bucket.close()

    with ThreadPoolExecutor(8) as pool:
        releases = list(pool.map(run, range(1, 9)))
    history = entries()
    assert [release.sequence for release in history] == list(range(1, 9))
    assert sorted(releases) == sorted(history)
    assert history[-1].aliases == {f"alias-{version}": {version: 1.0} for version in range(1, 9)}
    assert newest(published, "digits")[0] == read_release(published, "digits")[0] == history[-1]


def test_always_too_late(published, entries, monkeypatch):
    """A promoter whom others forestall again and again gives up, and may try again."""
    monkeypatch.setattr("tintype.registry.committing.claim", lambda *_: False)
    with pytest.raises(ReleaseConflictError) as caught:
        promote(published, "digits", 1)
    assert caught.value.transient
    assert entries() == []


def test_no_answer(published, entries, monkeypatch):
    """Without S3 nothing is released, and the caller hears of it."""

    def fail(*_, **__):
        raise StorageUnavailableError("no answer")

    monkeypatch.setattr(published, "put", fail)
    with pytest.raises(StorageUnavailableError):
        promote(published, "digits", 1)
    assert entries() == []


@pytest.mark.parametrize("alias", ["", "7", "Production", "a b", "-x"])
def test_no_alias(published, alias):
    """What could be taken for a version, or does not fit into an address, is no alias."""
    with pytest.raises(ReleaseError, match="Expected an alias"):
        promote(published, "digits", 1, alias=alias)


def test_keeps_what_was_before(published):
    """An entry says what was done to which alias, what it stood for before, and what else was said."""
    promote(published, "digits", 1)
    shadow(published, "digits", 2)
    release = canary(published, "digits", 3, 0.1, notes={"gate": {"passed": False}, "forced": True})
    assert (release.action, release.alias) == ("canary", "production")
    assert (release.before, release.shadow_before) == ({1: 1.0}, 2)
    assert release.notes == {"gate": {"passed": False}, "forced": True}
    assert read_release(published, "digits")[0] == release


def test_only_after_what_was_seen(published, entries):
    """A change that was decided on an entry is refused when there is a newer one by now."""
    seen = promote(published, "digits", 1)
    promote(published, "digits", 2)
    with pytest.raises(ReleaseConflictError):
        promote(published, "digits", 3, after=seen.sequence)
    assert promote(published, "digits", 3, after=2).sequence == 3 == len(entries())


def test_time_does_not_go_back(published, monkeypatch):
    """The history's times never fall, whatever a writer's clock says."""
    first = promote(published, "digits", 1)
    monkeypatch.setattr("tintype.registry.committing.now", lambda: "1999-01-01T00:00:00Z")
    assert promote(published, "digits", 2).when == first.when


def test_pointer_that_cannot_be_written(published, entries, monkeypatch):
    """When S3 fails between the history and the pointer, the release counts, a warning says that nobody sees it yet."""
    promote(published, "digits", 1)
    put = published.put

    def fail(key, *arguments, **options):
        if key == keys.release("digits"):
            raise StorageUnavailableError("no answer")
        return put(key, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(published, "put", fail)
        with pytest.warns(PointerBehindWarning, match="Release 2 of 'digits' is in the history.*no answer"):
            release = promote(published, "digits", 2)
    assert entries()[-1] == release
    assert read_release(published, "digits")[0].sequence == 1
    assert newest(published, "digits")[0] == release == read_release(published, "digits")[0]


def test_collected_meanwhile(published, entries, tombstone, monkeypatch):
    """A version that is collected between the look and the commit is taken back at once, and its promoter told."""
    promote(published, "digits", 1)

    def collect_first(bucket, key, document):
        if key == keys.history("digits", 2):
            tombstone(published, 2)
        return claim(bucket, key, document)

    monkeypatch.setattr("tintype.registry.committing.claim", collect_first)
    with pytest.raises(VersionCollectedError, match="Version 2"):
        promote(published, "digits", 2)
    undone = entries()[-1]
    assert undone.aliases == {"production": {1: 1.0}}
    assert (undone.action, undone.restores) == ("undo", 1)
    assert "collected" in undone.why
    assert read_release(published, "digits")[0] == undone


def test_collected_before(published, entries, tombstone):
    """A version that was collected cannot be released."""
    tombstone(published, 2)
    with pytest.raises(VersionCollectedError, match="collected on '2026-11-01T12:00:00Z'"):
        promote(published, "digits", 2)
    assert entries() == []


@pytest.mark.slow
def test_killed_at_each_call(published, entries, aws):
    """A promoter who dies at any call leaves a whole entry or none, and the next one goes on from there."""
    promote(published, "digits", 1)
    for number, when in moments(published.name, aws, lambda bucket: promote(bucket, "digits", 2)):
        promote(published, "digits", 1)
        before = entries()
        dying = Dying(published.name, aws, number, when)
        with pytest.raises(Killed):
            promote(dying, "digits", 2)
        dying.close()
        committed = len(entries()) - len(before)
        assert committed in (0, 1)
        assert entries()[: len(before)] == before
        after = newest(published, "digits")[0]
        assert after == entries()[-1] == read_release(published, "digits")[0]
        assert after.live() == (2 if committed else 1)
