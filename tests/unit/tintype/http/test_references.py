import pytest

from tintype.errors import RequestError, UploadNotFoundError, UploadsUnavailableError, UploadTooLargeError
from tintype.http.caller import folder
from tintype.http.references import read
from tintype.http.request import Request


def asked_by(caller: str) -> Request:
    return Request("POST", "/v1/models/digits:predict", {}, {}, b"", "1", caller=caller)


@pytest.fixture
def uploads(make_bucket):
    """The upload bucket, where the caller "ada" has put one image."""
    bucket = make_bucket()
    bucket.put(folder("ada") + "digits/a b+ü.png", b"pixels")
    return bucket


@pytest.fixture
def service(make_service, uploads):
    """A service with that upload bucket."""
    return make_service(upload_bucket=uploads.name, max_upload_bytes=10)


@pytest.mark.parametrize("reference", ["digits/a b+ü.png", {"key": "digits/a b+ü.png"}])
def test_own_upload_is_read(service, reference):
    """The caller who uploaded an image names it by its key."""
    assert read(reference, asked_by("ada"), service) == b"pixels"


def test_version_is_read(service, uploads, s3_client):
    """An older version of an upload is named by its id, and without one the newest is read."""
    s3_client.put_bucket_versioning(Bucket=uploads.name, VersioningConfiguration={"Status": "Enabled"})
    key = folder("ada") + "a"
    first = s3_client.put_object(Bucket=uploads.name, Key=key, Body=b"1")["VersionId"]
    s3_client.put_object(Bucket=uploads.name, Key=key, Body=b"2")
    assert read({"key": "a", "version_id": first}, asked_by("ada"), service) == b"1"
    assert read("a", asked_by("ada"), service) == b"2"


def test_others_uploads_are_not_there(service, uploads):
    """Nobody reads another's upload, by whatever key."""
    for key in ("digits/a b+ü.png", folder("ada") + "digits/a b+ü.png", f"../{folder('ada')[8:]}digits/a b+ü.png"):
        with pytest.raises(UploadNotFoundError) as refused:
            read(key, asked_by("eve"), service)
        assert uploads.name not in str(refused.value)


@pytest.mark.parametrize(
    "key", ["missing.png", "/digits/a b+ü.png", "./digits/a b+ü.png", "x" * 1024, "https://example.org/a.png"]
)
def test_what_was_never_uploaded(service, key):
    """A key that was never put there is not found, an address among them."""
    with pytest.raises(UploadNotFoundError, match="You have no upload"):
        read(key, asked_by("ada"), service)


def test_unknown_version(service):
    """A version that does not exist is not found."""
    with pytest.raises(UploadNotFoundError):
        read({"key": "digits/a b+ü.png", "version_id": "nonsense"}, asked_by("ada"), service)


@pytest.mark.parametrize(
    "reference",
    [
        None,
        1,
        "",
        [],
        {},
        {"key": ""},
        {"key": 1},
        {"key": "a", "bucket": "b"},
        {"key": "a", "version_id": 1},
        "a\x00b",
    ],
)
def test_malformed_reference(service, reference):
    """Anything but a key, with a version or without, is refused with the form of both."""
    with pytest.raises(RequestError, match="version_id") as refused:
        read(reference, asked_by("ada"), service)
    assert refused.value.status == 400


@pytest.mark.parametrize("reference", ["\ud800", {"key": "a", "version_id": "\ud800"}])
def test_lone_surrogate(service, reference):
    """Half a character is no key, and no version's id."""
    with pytest.raises(RequestError):
        read(reference, asked_by("ada"), service)


def test_too_large(service, uploads):
    """An upload with more bytes than the limit is refused before it is read."""
    uploads.put(folder("ada") + "large", b"x" * 11)
    with pytest.raises(UploadTooLargeError):
        read("large", asked_by("ada"), service)


def test_empty_upload(service, uploads):
    """An upload of no bytes is read as such."""
    uploads.put(folder("ada") + "empty", b"")
    assert read("empty", asked_by("ada"), service) == b""


def test_no_upload_bucket(make_service):
    """A deployment without uploads says so."""
    with pytest.raises(RequestError, match="takes no uploads"):
        read("a", asked_by("ada"), make_service())


def test_storage_down(service, s3_down):
    """While S3 does not answer, the caller is told to come again, without its address."""
    with s3_down(), pytest.raises(UploadsUnavailableError) as refused:
        read("a", asked_by("ada"), service)
    assert (refused.value.status, refused.value.transient) == (503, True)
    assert "127.0.0.1" not in str(refused.value)
