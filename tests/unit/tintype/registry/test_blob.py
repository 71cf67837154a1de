from hashlib import sha256

import pytest

from tests.support.scripted import answer, refused, scripted
from tintype.registry import keys
from tintype.registry.blob import Blob
from tintype.s3 import Bucket, Credentials

_BLOB = Blob.of(b"model")
_KEY = keys.blob("digits", _BLOB.entry.sha256)
_NOW = "Tue, 24 Nov 2026 12:00:00 GMT"
_EXISTS = refused(412, "PreconditionFailed")


@pytest.fixture
def ask(monkeypatch):
    """Return a function that does something with a bucket behind which a script answers; it gives the requests."""
    monkeypatch.setattr("tintype.s3.bucket._FIRST_PAUSE", 0.0)

    def ask(work, *answers):
        with scripted(list(answers)) as server:
            bucket = Bucket("b", address=server.address, tls=False, credentials=lambda: Credentials("key", "secret"))
            try:
                work(bucket, "digits")
            finally:
                bucket.close()
            return [
                (request.line.partition(" ")[0], request.headers.get("if-none-match")) for request in server.requests
            ]

    return ask


def _head(written):
    return f"HTTP/1.1 200 OK\r\nDate: {_NOW}\r\nLast-Modified: {written}\r\nContent-Length: 5\r\n\r\n".encode()


def test_new(bucket):
    """A file that is not there yet is stored under its digest."""
    _BLOB.store(bucket, "digits")
    assert bucket.get(_KEY).body == b"model"
    assert _BLOB.entry == (sha256(b"model").hexdigest(), 5)


def test_same_file_a_moment_ago(ask):
    """What somebody has stored within the hour is left as it is."""
    assert ask(_BLOB.store, _EXISTS, _head("Tue, 24 Nov 2026 11:01:00 GMT")) == [("PUT", "*"), ("HEAD", None)]


def test_same_file_long_ago(ask):
    """An older file is written again, so that nobody collects it before a manifest names it."""
    calls = ask(_BLOB.store, _EXISTS, _head("Tue, 24 Nov 2026 10:59:00 GMT"), answer(200))
    assert calls == [("PUT", "*"), ("HEAD", None), ("PUT", None)]


def test_same_file_on_its_way(ask):
    """While others write the same file, theirs will do, if it arrives."""
    assert ask(_BLOB.store, *[refused(409, "ConditionalRequestConflict")] * 3) == [("PUT", "*")] * 3


def test_gone(bucket):
    """A file that was collected before its manifest was there is written again."""
    _BLOB.keep(bucket, "digits")
    assert bucket.get(_KEY).body == b"model"


def test_kept(ask):
    """A file that is still there is kept as it is."""
    assert ask(_BLOB.keep, _head(_NOW)) == [("HEAD", None)]


def test_file_that_changes(tmp_path):
    """S3 is told the digest that names the file: should the bytes change meanwhile, it refuses them."""
    path = tmp_path / "model"
    path.write_bytes(b"model")
    blob = Blob.of(path)
    path.write_bytes(b"other")
    with scripted([answer(200)]) as server:
        bucket = Bucket("b", address=server.address, tls=False, credentials=lambda: Credentials("key", "secret"))
        blob.store(bucket, "digits")
        bucket.close()
    [request] = server.requests
    assert request.headers["x-amz-content-sha256"] == sha256(b"model").hexdigest()
