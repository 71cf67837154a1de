"""A registry with versions, ways to look into it, and a bucket whose answers get lost."""

import pytest

from tintype.errors import StorageUnavailableError
from tintype.manifest import Manifest
from tintype.registry import Release, keys
from tintype.registry.blob import Blob
from tintype.registry.tombstone import Tombstone
from tintype.s3 import Bucket


class _Forgetful(Bucket):
    """The answer to the first write of each key is lost after S3 has written."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.lost = []

    def _once(self, method, key, *arguments):
        response = super()._once(method, key, *arguments)
        if method == "PUT" and key not in self.lost:
            self.lost.append(key)
            raise StorageUnavailableError("the answer was lost")
        return response


@pytest.fixture
def forgetful(bucket, aws, monkeypatch):
    """The test's bucket, over a network that loses each first answer to a write."""
    monkeypatch.setattr("tintype.s3.bucket._FIRST_PAUSE", 0.0)
    bucket = _Forgetful(bucket.name, address=aws, tls=False)
    yield bucket
    bucket.close()


@pytest.fixture
def published(bucket, make_draft):
    """The bucket, with ten versions of digits."""
    for version in range(1, 11):  # as a publisher would, without its looks at what is there
        blob = Blob.of(f"model {version}".encode())
        blob.store(bucket, "digits")
        manifest = Manifest(version=version, files={"model": blob.entry}, **make_draft()._asdict())
        bucket.put(keys.manifest("digits", version), manifest.to_json())
    return bucket


@pytest.fixture
def entries(bucket):
    """Return a function that reads the whole history of digits as it was written."""
    return lambda: [Release.from_json(bucket.get(key).body) for key in bucket.list("models/digits/releases/")]


@pytest.fixture
def tombstone():
    """Return a function that puts a tombstone in the place of a version of digits."""

    def tombstone(bucket, version):
        key = keys.manifest("digits", version)
        manifest = bytes(bucket.get(key).body).decode()
        document = Tombstone("digits", version, "ada", "2026-11-01T12:00:00Z", "old", manifest)
        bucket.put(key, document.to_json())

    return tombstone
