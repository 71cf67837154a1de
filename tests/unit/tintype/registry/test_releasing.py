import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tintype.errors import ReleaseConflictError, StorageUnavailableError, VersionNotFoundError
from tintype.registry import Release, keys, promote, publish, read_release
from tintype.registry.releasing import newest


@pytest.fixture
def published(bucket, make_draft):
    """The bucket, with ten versions of digits."""
    for version in range(1, 11):
        assert publish(bucket, make_draft(), {"model": f"model {version}".encode()}).version == version
    return bucket


def _history(bucket):
    return [Release.from_json(bucket.get(key).body) for key in bucket.list("models/digits/releases/")]


def test_first_release(published):
    """The first promotion makes entry 1 of the history and the pointer, with who, when and why."""
    release = promote(published, "digits", 3, who="ada", why="better on sevens")
    assert (release.sequence, release.aliases) == (1, {"production": {3: 1.0}})
    assert (release.who, release.why) == ("ada", "better on sevens")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", release.when)
    assert read_release(published, "digits")[0] == release
    assert _history(published) == [release]


def test_release_has_the_model_file(published):
    """A release says which file each live version is, and forgets the versions that are live no more."""
    promote(published, "digits", 1)
    release = promote(published, "digits", 2)
    assert list(release.models) == [2]
    blob = keys.blob("digits", release.models[2].sha256)
    assert published.get(blob).body == b"model 2"


def test_history_grows(published):
    """Each promotion appends to the history and moves the pointer; nothing before it changes."""
    releases = [promote(published, "digits", version) for version in (1, 2, 1)]
    assert [release.sequence for release in releases] == [1, 2, 3]
    assert _history(published) == releases
    assert read_release(published, "digits")[0].live() == 1


def test_other_alias(published):
    """Promoting under another alias leaves production as it is."""
    promote(published, "digits", 1)
    release = promote(published, "digits", 2, alias="canary")
    assert release.aliases == {"production": {1: 1.0}, "canary": {2: 1.0}}
    assert sorted(release.models) == [1, 2]


@pytest.mark.parametrize("released", [False, True])
def test_missing_version(published, released):
    """A version that does not exist is not released, and nothing changes."""
    if released:
        promote(published, "digits", 1)
    before = _history(published)
    with pytest.raises(VersionNotFoundError, match="no version 11"):
        promote(published, "digits", 11)
    assert _history(published) == before


def test_lost_answers(published, forgetful):
    """When S3 has written and its answers are lost, the history has one entry all the same."""
    release = promote(forgetful, "digits", 1)
    assert forgetful.lost == [keys.history("digits", 1), keys.release("digits")]
    assert _history(published) == [release]
    assert read_release(published, "digits")[0] == release


@pytest.mark.parametrize("behind", [1, 2, 3])
def test_lagging_pointer(published, behind):
    """A pointer that lags behind the history, or is missing, is brought up to it by whoever looks before writing."""
    releases = [promote(published, "digits", version) for version in (1, 2, 3)]
    if behind == 3:
        published.delete(keys.release("digits"))
    else:
        published.put(keys.release("digits"), releases[2 - behind].to_json())
    assert newest(published, "digits") == (releases[2], published.head(keys.release("digits")).etag)
    assert read_release(published, "digits")[0] == releases[2]


def test_promotion_over_a_lagging_pointer(published):
    """A promotion by somebody who died before the pointer is kept in the history, and the next one follows it."""
    first = promote(published, "digits", 1)
    promote(published, "digits", 2, alias="canary")
    published.put(keys.release("digits"), first.to_json())
    assert promote(published, "digits", 3).aliases == {"production": {3: 1.0}, "canary": {2: 1.0}}


def test_pointer_does_not_go_back(published, monkeypatch):
    """A promoter who is held up between the history and the pointer does not undo what others did meanwhile."""
    promote(published, "digits", 1)
    twin = published.twin()
    put = twin.put

    def held_up(key, *arguments, **options):
        if key == keys.release("digits"):
            monkeypatch.setattr(twin, "put", put)
            promote(published, "digits", 3)
        return put(key, *arguments, **options)

    monkeypatch.setattr(twin, "put", held_up)
    promote(twin, "digits", 2)
    twin.close()
    assert read_release(published, "digits")[0].live() == 3
    assert [release.live() for release in _history(published)] == [1, 2, 3]


def test_racing_promoters(published):
    """Of promoters at the same time none is lost: the history has each, in a row, and the pointer is the last."""

    def run(version):
        bucket = published.twin()
        try:
            return promote(bucket, "digits", version, alias=f"alias-{version}")
        finally:
            bucket.close()

    with ThreadPoolExecutor(8) as pool:
        releases = list(pool.map(run, range(1, 9)))
    history = _history(published)
    assert [release.sequence for release in history] == list(range(1, 9))
    assert sorted(releases) == sorted(history)
    assert history[-1].aliases == {f"alias-{version}": {version: 1.0} for version in range(1, 9)}
    assert newest(published, "digits")[0] == read_release(published, "digits")[0] == history[-1]


def test_always_too_late(published, monkeypatch):
    """A promoter whom others forestall again and again gives up, and may try again."""
    monkeypatch.setattr("tintype.registry.releasing.claim", lambda *_: False)
    with pytest.raises(ReleaseConflictError) as caught:
        promote(published, "digits", 1)
    assert caught.value.transient
    assert _history(published) == []


def test_no_answer(published, monkeypatch):
    """Without S3 nothing is released, and the caller hears of it."""

    def fail(*_, **__):
        raise StorageUnavailableError("no answer")

    monkeypatch.setattr(published, "put", fail)
    with pytest.raises(StorageUnavailableError):
        promote(published, "digits", 1)
    assert _history(published) == []
