"""S3 objects on disk."""

import pytest
from moto.s3.models import FakeDeleteMarker, FakeKey

from workbench.local.aws.objects import ObjectJournal


@pytest.fixture
def journal(tmp_path):
    journal = ObjectJournal(tmp_path)
    journal.add_bucket("bucket")
    return journal


@pytest.fixture
def make_key():
    made = []

    def make(body, version="null", name="a b/ü.png"):
        key = FakeKey(
            name, body, "123456789012", "us-east-1", version_id=version, is_versioned=True, bucket_name="bucket"
        )
        key.set_metadata({"Content-Type": "image/png", "x-amz-meta-who": "me"})
        made.append(key)
        return key

    yield make
    for key in made:
        key.dispose()


def load(journal):
    """Return name, version, body (None for a delete marker) of everything, and dispose of it."""
    found = []
    for name, versions in journal.load("bucket"):
        for item in versions:
            is_marker = isinstance(item, FakeDeleteMarker)
            found.append((name, item.version_id, None if is_marker else item.value))
            (item.key if is_marker else item).dispose()
    return found


def test_round_trip(journal, make_key):
    """An object comes back with ETag, time, type and metadata."""
    key = make_key(b"hello")
    journal.save("bucket", key.name, [key])
    ((name, (loaded,)),) = journal.load("bucket")
    assert (name, loaded.value, loaded.etag) == ("a b/ü.png", b"hello", key.etag)
    assert (dict(loaded.metadata), loaded.last_modified) == (dict(key.metadata), key.last_modified)
    loaded.dispose()


def test_versions(journal, make_key):
    """Versions and delete markers come back in their order."""
    first, second = make_key(b"1", "v1"), make_key(b"2", "v2")
    marker = FakeDeleteMarker(second)
    journal.save("bucket", first.name, [first, second, marker])
    assert load(journal) == [
        ("a b/ü.png", "v1", b"1"),
        ("a b/ü.png", "v2", b"2"),
        ("a b/ü.png", marker.version_id, None),
    ]


def test_overwriting(journal, make_key, tmp_path):
    """An overwritten object's old body is gone from the disk."""
    old, new = make_key(b"old"), make_key(b"new")
    journal.save("bucket", old.name, [old])
    journal.save("bucket", new.name, [new])
    assert load(journal) == [("a b/ü.png", "null", b"new")]
    assert len(list(tmp_path.rglob("*.body"))) == 1


def test_deleting(journal, make_key):
    """A deleted key does not come back."""
    key = make_key(b"x")
    journal.save("bucket", key.name, [key])
    journal.save("bucket", key.name, [])
    assert load(journal) == []


def test_buckets(journal):
    """Empty buckets are remembered until they are removed."""
    assert journal.buckets() == ["bucket"]
    journal.remove_bucket("bucket")
    assert journal.buckets() == []
