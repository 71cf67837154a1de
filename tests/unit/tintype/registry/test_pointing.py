import pytest

from tests.support.scripted import answer, refused, scripted
from tintype.errors import ConflictError
from tintype.registry import Release, keys, promote, read_release
from tintype.registry.pointing import newest, point
from tintype.s3 import Bucket, Credentials


def test_never_released(published):
    """Before the first release the newest has the sequence 0, no aliases, and no ETag."""
    assert newest(published, "digits") == (Release(0, {}, {}), "")


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


def test_pointer_does_not_go_back(published, entries, monkeypatch):
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
    assert [release.live() for release in entries()] == [1, 2, 3]


def test_conflict_that_comes_to_nothing(monkeypatch):
    """When S3 refuses because of another write, and none shows itself, the pointer is written again, then given up."""
    monkeypatch.setattr("tintype.s3.bucket._FIRST_PAUSE", 0.0)
    before = answer(200, Release(1, {}, {}).to_json(), ETag='"1"')
    conflict = [refused(409, "ConditionalRequestConflict")] * 3
    found = []
    for attempts in ([*conflict, before, answer(200, ETag='"2"')], [*conflict, before] * 3):
        with scripted(attempts) as server:
            bucket = Bucket("b", address=server.address, tls=False, credentials=lambda: Credentials("key", "secret"))
            try:
                found.append(point(bucket, "digits", Release(2, {}, {}), '"1"'))
            except ConflictError as error:
                found.append(type(error))
            bucket.close()
    assert found == ['"2"', ConflictError]
