import json

import pytest

from tests.support.scripted import refused, scripted
from tintype.errors import FormatError, ManifestError, ModelNotFoundError, StorageUnavailableError, VersionNotFoundError
from tintype.registry import keys, promote, publish, read_manifest, read_release
from tintype.registry.reading import list_models, list_versions
from tintype.s3 import Bucket, Credentials


@pytest.fixture
def refusing(monkeypatch):
    """Return a function that makes a bucket at a scripted server."""
    monkeypatch.setattr("tintype.s3.bucket._FIRST_PAUSE", 0.0)
    made = []

    def refusing(server):
        keys = Credentials("key", "secret")
        made.append(Bucket("b", address=server.address, tls=False, credentials=lambda: keys))
        return made[-1]

    yield refusing
    for bucket in made:
        bucket.close()


def test_nothing_is_there(bucket):
    """An empty registry has no models, no versions and no releases."""
    assert list_models(bucket) == []
    assert list_versions(bucket, "digits") == []
    with pytest.raises(ModelNotFoundError, match="'digits'"):
        read_release(bucket, "digits")
    with pytest.raises(VersionNotFoundError, match="no version 1"):
        read_manifest(bucket, "digits", 1)


def test_lists(bucket, make_draft):
    """Models and versions are listed in order, versions by number."""
    for name in ("shoes", "digits"):
        publish(bucket, make_draft(name=name), {"model": b"1"})
    for version in (2, 10, 9):
        bucket.put(keys.manifest("shoes", version), b"{}")
    assert list_models(bucket) == ["digits", "shoes"]
    assert list_versions(bucket, "shoes") == [1, 2, 9, 10]


def test_stray_folders(bucket, make_draft):
    """A folder among the versions that is no number is overlooked, and does not keep anybody from publishing."""
    bucket.put(f"{keys.versions('digits')}latest/manifest.json", b"{}")
    bucket.put(f"{keys.versions('digits')}notes.txt", b"hello")
    assert list_versions(bucket, "digits") == []
    assert publish(bucket, make_draft(), {"model": b"1"}).version == 1


def test_release_is_read_once(bucket, make_draft):
    """A release that has not changed since its ETag is not sent again."""
    publish(bucket, make_draft(), {"model": b"1"})
    written = promote(bucket, "digits", 1)
    release, etag = read_release(bucket, "digits")
    assert release == written
    assert read_release(bucket, "digits", etag) == (None, etag)
    promote(bucket, "digits", 1)
    assert read_release(bucket, "digits", etag)[0].sequence == 2


def test_missing_without_permission_to_list(refusing):
    """S3's 403 for a missing key, where listing is not allowed, is a missing model or version."""
    with scripted([refused(403, "AccessDenied")] * 2) as server:
        bucket = refusing(server)
        with pytest.raises(ModelNotFoundError) as caught:
            read_release(bucket, "digits")
        assert "403" in caught.value.detail
        with pytest.raises(VersionNotFoundError):
            read_manifest(bucket, "digits", 1)


@pytest.mark.parametrize("code", ["InvalidAccessKeyId", "SignatureDoesNotMatch"])
def test_wrong_keys(refusing, code):
    """A 403 for wrong keys says nothing about the model."""
    with scripted([refused(403, code)]) as server, pytest.raises(StorageUnavailableError):
        read_release(refusing(server), "digits")


@pytest.mark.parametrize("body", [b"", b"hello", b"[]", b"{}"])
def test_corrupted_documents(bucket, body):
    """A manifest or release that was overwritten with something else is said to be unreadable."""
    bucket.put(keys.manifest("digits", 1), body)
    bucket.put(keys.release("digits"), body)
    with pytest.raises(ManifestError, match="manifest"):
        read_manifest(bucket, "digits", 1)
    with pytest.raises(ManifestError, match="release"):
        read_release(bucket, "digits")


def test_newer_format(bucket, make_draft):
    """A manifest of a newer format is refused rather than misread."""
    publish(bucket, make_draft(), {"model": b"1"})
    document = json.loads(bucket.get(keys.manifest("digits", 1)).body)
    bucket.put(keys.manifest("digits", 2), json.dumps({**document, "format": 3}).encode())
    with pytest.raises(FormatError, match="expected 2 or older, received 3"):
        read_manifest(bucket, "digits", 2)
