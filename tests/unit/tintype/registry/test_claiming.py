import pytest

from tests.support.scripted import answer, refused, scripted
from tintype.errors import StorageUnavailableError
from tintype.registry.claiming import claim
from tintype.s3 import Bucket, Credentials


@pytest.fixture
def claim_at(monkeypatch):
    """Return a function that claims a key at a scripted server."""
    monkeypatch.setattr("tintype.s3.bucket._FIRST_PAUSE", 0.0)

    def claim_at(server):
        bucket = Bucket("b", address=server.address, tls=False, credentials=lambda: Credentials("key", "secret"))
        try:
            return claim(bucket, "key", b"document")
        finally:
            bucket.close()

    return claim_at


def test_first(bucket):
    """The first writer of a key has it."""
    assert claim(bucket, "key", b"document")
    assert bucket.get("key").body == b"document"


def test_second(bucket):
    """The second has it not, even with the same document, and changes nothing."""
    claim(bucket, "key", b"document")
    assert not claim(bucket, "key", b"document")
    assert not claim(bucket, "key", b"other")
    assert bucket.get("key").body == b"document"


def test_lost_answer(forgetful):
    """A writer whose answer was lost has it all the same."""
    assert claim(forgetful, "key", b"document")
    assert forgetful.lost == ["key"]


def test_conflict_that_others_win(claim_at):
    """S3's 409, which says that another write is under way, is tried again until it is clear who was first."""
    conflict = refused(409, "ConditionalRequestConflict")
    theirs = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\nx-amz-meta-claim: theirs\r\n\r\n"
    with scripted([conflict, refused(412, "PreconditionFailed"), theirs]) as server:
        assert not claim_at(server)


def test_conflict_that_we_win(claim_at):
    """When the other write came to nothing, ours is the first."""
    with scripted([refused(409, "ConditionalRequestConflict"), answer(200, ETag='"1"')]) as server:
        assert claim_at(server)


def test_conflict_that_stays(claim_at):
    """A conflict that does not end in time is not ours."""
    missing = b"HTTP/1.1 404 Not Found\r\n\r\n"
    with scripted([refused(409, "ConditionalRequestConflict")] * 3 + [missing]) as server:
        assert not claim_at(server)


def test_no_answer(claim_at):
    """Without any answer it stays an error: nobody knows."""
    with scripted([None], [None], [None]) as server, pytest.raises(StorageUnavailableError):
        claim_at(server)
