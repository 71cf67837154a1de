import time

import pytest

from tests.support.scripted import answer, refused, scripted
from tintype.errors import (
    AccessDeniedError,
    ConflictError,
    ObjectNotFoundError,
    ObjectTooLargeError,
    PreconditionFailedError,
    StorageError,
    StorageUnavailableError,
)
from tintype.s3 import Bucket, Credentials

_KEYS = [
    "plain.txt",
    "with space.png",
    "a+b=c&d.png",
    "100%.png",
    "%41.png",
    "folder//double",
    "ünï/çødé/図.png",
    "emoji/🙂.png",
    "q?uery#fragment",
    "~tilde-._",
    "(brackets)[]{}!*'\"",
    "x" * 1024,
    "é" * 512,
]


@pytest.fixture
def connect(monkeypatch):
    """Return a function that makes a bucket named b at a scripted server, and pauses nowhere."""
    monkeypatch.setattr("tintype.s3.bucket._FIRST_PAUSE", 0.0)
    made = []

    def connect(server, **options):
        options.setdefault("credentials", lambda: Credentials("key", "secret"))
        made.append(Bucket("b", address=server.address, tls=False, **options))
        return made[-1]

    yield connect
    for bucket in made:
        bucket.close()


class TestAgainstMoto:
    """What an S3 stand-in that was written by others understands and answers."""

    @pytest.mark.parametrize("key", _KEYS, ids=range(len(_KEYS)))
    def test_keys(self, bucket, s3_client, key):
        """An object with any key is written, read, measured, listed, found by AWS's own client, and deleted."""
        bucket.put(key, b"body")
        assert bucket.get(key).body == b"body"
        assert bucket.head(key).headers["content-length"] == "4"
        assert list(bucket.list("")) == [key]
        assert s3_client.get_object(Bucket=bucket.name, Key=key)["Body"].read() == b"body"
        bucket.delete(key)
        with pytest.raises(ObjectNotFoundError):
            bucket.get(key)

    def test_content_type(self, bucket):
        """The content type is kept."""
        bucket.put("a", b"{}", content_type="application/json")
        assert bucket.head("a").headers["content-type"] == "application/json"

    def test_empty_object(self, bucket):
        """An object of no bytes is one."""
        bucket.put("a", b"")
        assert bucket.get("a").body == b""

    def test_large_object(self, bucket):
        """Megabytes go both ways."""
        body = bytes(range(256)) * 20_000
        bucket.put("a", body)
        assert bucket.get("a").body == body

    def test_get_if_match(self, bucket):
        """An object that is no longer the expected one is refused rather than read."""
        etag = bucket.put("a", b"one")
        assert bucket.get("a", if_match=etag).body == b"one"
        bucket.put("a", b"two")
        with pytest.raises(PreconditionFailedError):
            bucket.get("a", if_match=etag)

    def test_missing_object(self, bucket):
        """A missing object is not found by GET and HEAD, and deleted without complaint."""
        with pytest.raises(ObjectNotFoundError):
            bucket.get("a")
        with pytest.raises(ObjectNotFoundError):
            bucket.head("a")
        bucket.delete("a")

    def test_missing_bucket(self, aws):
        """A missing bucket is a refusal that names the code."""
        with pytest.raises(ObjectNotFoundError, match="NoSuchBucket"):
            Bucket("nowhere", address=aws, tls=False).get("a")

    def test_etag(self, bucket):
        """GET with the ETag of the last time brings nothing until the object changes."""
        etag = bucket.put("a", b"1")
        assert bucket.get("a").etag == etag
        unchanged = bucket.get("a", etag=etag)
        assert (unchanged.modified, unchanged.body) == (False, b"")
        bucket.put("a", b"2")
        changed = bucket.get("a", etag=etag)
        assert (changed.modified, changed.body) == (True, b"2")

    def test_if_absent(self, bucket):
        """A write that must be the first is refused when it is not, and changes nothing."""
        bucket.put("a", b"1", if_absent=True)
        with pytest.raises(PreconditionFailedError):
            bucket.put("a", b"2", if_absent=True)
        assert bucket.get("a").body == b"1"

    def test_if_match(self, bucket):
        """A write upon a known ETag works once."""
        first = bucket.put("a", b"1")
        second = bucket.put("a", b"2", if_match=first)
        assert second != first
        with pytest.raises(PreconditionFailedError):
            bucket.put("a", b"3", if_match=first)
        assert bucket.get("a").body == b"2"

    def test_metadata(self, bucket):
        """What a writer notes beside the object is read by HEAD."""
        bucket.put("a", b"1", metadata={"claim": "me"})
        assert bucket.head("a").headers["x-amz-meta-claim"] == "me"

    def test_version_id(self, bucket, s3_client):
        """A version of an object is read and measured by its id after it was overwritten."""
        s3_client.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
        bucket.put("a", b"first")
        version = bucket.head("a").headers["x-amz-version-id"]
        bucket.put("a", b"2")
        assert bucket.get("a", version_id=version).body == b"first"
        assert bucket.head("a", version_id=version).headers["content-length"] == "5"

    def test_read_into(self, bucket):
        """Parts of an object fill memory at an offset."""
        bucket.put("a", b"0123456789")
        memory = bytearray(6)
        bucket.read_into("a", memoryview(memory)[:3])
        bucket.read_into("a", memoryview(memory)[3:], offset=7)
        assert memory == b"012789"

    def test_read_into_too_much(self, bucket):
        """An object that is shorter than the memory is an error."""
        bucket.put("a", b"0123")
        with pytest.raises(StorageError):
            bucket.read_into("a", memoryview(bytearray(5)))
        with pytest.raises(StorageError):
            bucket.read_into("a", memoryview(bytearray(5)), offset=100)

    def test_most_bytes(self, bucket):
        """An object that is larger than asked for is an error, and the next call is answered as ever."""
        bucket.put("a", b"0123")
        assert bucket.get("a", most_bytes=4).body == b"0123"
        with pytest.raises(ObjectTooLargeError) as caught:
            bucket.get("a", most_bytes=3)
        assert caught.value.size == 4
        assert bucket.get("a").body == b"0123"

    def test_list_many(self, bucket, s3_client):
        """A listing of more than a thousand keys goes on page by page."""
        keys = [f"p/{number:04d}" for number in range(1005)]
        _fill(s3_client, bucket.name, keys)
        assert list(bucket.list("p/")) == keys

    def test_list_from(self, bucket):
        """A listing may begin behind any key, and go on in pages of any size."""
        for key in ("p/1", "p/2", "p/3", "p/4"):
            bucket.put(key, b"")
        assert list(bucket.list("p/", after="p/1a", page=2)) == ["p/2", "p/3", "p/4"]

    def test_list_prefixes(self, bucket):
        """With a delimiter the folders are listed, and without keys there is nothing."""
        for key in ("m/a/1", "m/a/2", "m/b c/1", "m/x", "other"):
            bucket.put(key, b"")
        assert list(bucket.list("m/", delimiter="/")) == ["m/a/", "m/b c/"]
        assert list(bucket.list("nothing/")) == []

    def test_from_environment(self, bucket, aws, monkeypatch):
        """A bucket is found where the environment's endpoint is; that of S3 goes before the general one."""
        bucket.put("a", b"1")
        with_general = Bucket.from_environment(bucket.name)
        assert with_general.get("a").body == b"1"
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://{aws}/")
        with_special = Bucket.from_environment(bucket.name, timeout=2.0)
        assert with_special.get("a").body == b"1"
        for made in (with_general, with_special):
            made.close()

    def test_twin_of_another_bucket(self, bucket, make_bucket):
        """A twin may be another bucket of the same account."""
        other = make_bucket()
        other.put("a", b"2")
        twin = bucket.twin(other.name)
        assert twin.get("a").body == b"2"
        twin.close()

    def test_version_is_read_into(self, bucket, s3_client):
        """An older version's bytes are read, too."""
        s3_client.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
        first = s3_client.put_object(Bucket=bucket.name, Key="a", Body=b"12345")["VersionId"]
        bucket.put("a", b"67890")
        memory = bytearray(5)
        bucket.read_into("a", memoryview(memory), version_id=first)
        assert memory == b"12345"

    def test_twin(self, bucket):
        """A twin is the same bucket over another connection."""
        bucket.put("a", b"1")
        twin = bucket.twin()
        bucket.close()
        assert twin.get("a").body == b"1"
        assert bucket.get("a").body == b"1"
        twin.close()


def _fill(client, bucket, keys):
    """Write empty objects into moto without a request each."""
    from moto.s3.models import s3_backends  # noqa: PLC0415 -- for this test alone

    backend = s3_backends["123456789012"]["aws"]
    assert client.list_objects_v2(Bucket=bucket)["KeyCount"] == 0
    for key in keys:
        backend.put_object(bucket, key, b"")


class TestAddresses:
    """Where a bucket is looked for."""

    def test_amazon(self, monkeypatch):
        """Without an endpoint, a bucket is a host of its region, over TLS, and keys are the whole path."""
        monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
        monkeypatch.delenv("AWS_ENDPOINT_URL_S3", raising=False)
        monkeypatch.setenv("AWS_REGION", "eu-central-1")
        bucket = Bucket.from_environment("b", credentials=lambda: Credentials("key", "secret"))
        assert bucket._host == "b.s3.eu-central-1.amazonaws.com"  # noqa: SLF001 -- there is no S3 to ask
        assert bucket._prefix == "/"  # noqa: SLF001
        assert bucket._connection._address[1] == 443  # noqa: SLF001

    def test_endpoint(self, connect):
        """With an endpoint the bucket is the first part of the path."""
        with scripted([answer(200)]) as server:
            connect(server).get("a b")
        assert server.requests[0].line == "GET /b/a%20b"
        assert server.requests[0].headers["host"] == server.address


class TestRetries:
    """What a bucket makes of S3's bad days; each answer comes over a connection of its own."""

    @pytest.mark.parametrize(
        "bad",
        [
            refused(500, "InternalError"),
            refused(503, "SlowDown"),
            refused(503, "ServiceUnavailable"),
            refused(429, "TooManyRequests"),
            refused(400, "RequestTimeout"),
            refused(409, "ConditionalRequestConflict"),
            answer(502, b"<html>Bad Gateway</html>"),
            None,
            b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        ],
    )
    @pytest.mark.parametrize("method", ["get", "put"])
    def test_it_passes(self, connect, bad, method):
        """A call that fails twice for reasons that pass is answered the third time, the same request each time."""
        with scripted([bad], [bad], [answer(200, b"x", ETag='"1"')]) as server:
            bucket = connect(server)
            if method == "get":
                assert bucket.get("a").body == b"x"
            else:
                assert bucket.put("a", b"body", if_absent=True) == '"1"'
        assert len({(request.line, request.body) for request in server.requests}) == 1
        assert len(server.requests) == 3

    @pytest.mark.parametrize(
        ("bad", "kind"),
        [
            (refused(503, "SlowDown"), StorageUnavailableError),
            (refused(409, "ConditionalRequestConflict"), ConflictError),
            (None, StorageUnavailableError),
        ],
    )
    def test_it_stays(self, connect, bad, kind):
        """After the third failure the last one is raised."""
        with scripted([bad], [bad], [bad]) as server, pytest.raises(kind) as caught:
            connect(server).put("a", b"body")
        assert caught.value.transient
        assert len(server.requests) == 3

    @pytest.mark.parametrize(
        ("answered", "kind"),
        [
            (refused(403, "AccessDenied"), AccessDeniedError),
            (refused(404, "NoSuchKey"), ObjectNotFoundError),
            (refused(412, "PreconditionFailed"), PreconditionFailedError),
            (refused(400, "InvalidRequest"), StorageError),
            (refused(403, "SignatureDoesNotMatch"), StorageUnavailableError),
            (refused(301, "PermanentRedirect"), StorageError),
            (refused(307, "TemporaryRedirect"), StorageError),
        ],
    )
    def test_no_use(self, connect, answered, kind):
        """A refusal that another try would not change is raised at once; a redirect's document is no object."""
        with scripted([answered]) as server, pytest.raises(kind) as caught:
            connect(server).get("a")
        assert type(caught.value) is kind
        assert len(server.requests) == 1

    def test_pauses_grow(self, connect, monkeypatch):
        """The pause before each further try is twice as long as the one before."""
        pauses = []
        monkeypatch.setattr("tintype.s3.bucket._FIRST_PAUSE", 1.0)
        monkeypatch.setattr(time, "sleep", pauses.append)
        with scripted(*[[None]] * 4) as server, pytest.raises(StorageUnavailableError):
            connect(server, attempts=4).get("a")
        assert pauses[1] == 2 * pauses[0]
        assert pauses[2] == 2 * pauses[1]
        assert len(pauses) == 3

    def test_no_attempts_left(self, connect):
        """With one attempt, the first failure is final."""
        with scripted([refused(503, "SlowDown")]) as server, pytest.raises(StorageUnavailableError):
            connect(server, attempts=1).get("a")
        assert len(server.requests) == 1

    def test_expired_token(self, connect, monkeypatch):
        """An expired token makes a bucket look for credentials anew."""
        monkeypatch.delenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", raising=False)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        keys = b'{"AccessKeyId": "key-%d", "SecretAccessKey": "s", "Token": "t", "Expiration": "2100-01-01T00:00:00Z"}'
        with (
            scripted([answer(200, keys % 1)], [answer(200, keys % 2)]) as endpoint,
            scripted([refused(400, "ExpiredToken"), answer(200, b"x")]) as server,
        ):
            monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"http://{endpoint.address}/")
            assert connect(server, credentials=None).get("a").body == b"x"
        used = [request.headers["authorization"].partition("Credential=")[2][:5] for request in server.requests]
        assert used == ["key-1", "key-2"]

    @pytest.mark.parametrize("twin", [False, True])
    def test_expired_token_of_others(self, connect, twin):
        """Credentials that were given are asked for again where they came from, by a twin too."""
        numbers = iter((1, 2))
        with scripted([refused(400, "ExpiredToken"), answer(200, b"x")]) as server:
            bucket = connect(server, credentials=lambda: Credentials(f"given-{next(numbers)}", "secret"))
            bucket = bucket.twin() if twin else bucket
            assert bucket.get("a").body == b"x"
            bucket.close()
        assert "Credential=given-2/" in server.requests[1].headers["authorization"]

    def test_nothing_read_into(self, connect):
        """An answer without a body leaves the memory unfilled, and that is an error."""
        with scripted([answer(200)]) as server, pytest.raises(StorageError):
            connect(server).read_into("a", memoryview(bytearray(5)))

    def test_token_is_sent(self, connect):
        """A session token goes with the request, and is signed."""
        with scripted([answer(200)]) as server:
            connect(server, credentials=lambda: Credentials("key", "secret", "token")).get("a")
        headers = server.requests[0].headers
        assert headers["x-amz-security-token"] == "token"
        assert "x-amz-security-token" in headers["authorization"]
