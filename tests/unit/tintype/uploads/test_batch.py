from __future__ import annotations

import pytest

from tests.models.published import release
from tests.support.events import batch, created
from tintype.errors import StorageUnavailableError
from tintype.uploads import Worker, answer


@pytest.fixture
def ask(bucket, service, uploads, results):
    """Return a function that gives a batch of messages to the service and returns which have to come again."""
    release(bucket, "quadrants")

    def asking(*bodies):
        document = answer(batch(*bodies), None, Worker(service, uploads, results))
        return [failure["itemIdentifier"] for failure in document["batchItemFailures"]]

    return asking


def body_of(upload):
    return created(upload.bucket, upload.key, size=upload.size, etag=upload.etag)


@pytest.fixture
def flaky(uploads, monkeypatch):
    """The upload bucket, which does not answer for keys that hold the word "later"."""
    real = uploads.get

    def get(key, **options):
        if "later" in key:
            raise StorageUnavailableError("GET failed: timed out.")
        return real(key, **options)

    monkeypatch.setattr(uploads, "get", get)


def test_all_done(put, read, ask):
    """When all uploads are answered, also those that can never work, no message comes again."""
    good, bad = put("quadrants/a.png"), put("quadrants/b.txt", b"no image")
    assert ask(body_of(good), body_of(bad)) == []
    assert [read(upload)["status"] for upload in (good, bad)] == ["done", "failed"]


@pytest.mark.usefixtures("flaky")
def test_one_comes_again(put, read, ask):
    """Only the message whose upload could not be read comes again; the others are answered."""
    first, later, last = put("quadrants/1.png"), put("quadrants/later.png"), put("quadrants/3.png")
    assert ask(*map(body_of, (first, later, last))) == ["message-1"]
    assert [read(upload)["status"] for upload in (first, last)] == ["done", "done"]


@pytest.mark.usefixtures("flaky")
def test_all_come_again(put, ask):
    """When all uploads fail, all messages come again, without an exception, which would hide the good ones."""
    assert ask(*(body_of(put(f"quadrants/later-{index}.png")) for index in range(3))) == [
        "message-0",
        "message-1",
        "message-2",
    ]


@pytest.mark.usefixtures("flaky")
def test_batches_follow_each_other(put, ask):
    """A failure of one batch is not told again with the next."""
    assert ask(body_of(put("quadrants/later.png"))) == ["message-0"]
    assert ask(body_of(put("quadrants/a.png"))) == []


def test_other_news(ask, logged):
    """News of something else are dropped, with a line in the log."""
    assert ask('{"Service": "Amazon S3", "Event": "s3:TestEvent"}') == []
    assert logged()[0]["message"] == "ignored: no object was created"


def test_no_event(put, read, ask, logged):
    """What is no event at all comes again until the queue gives it to the dead letters; the log says why."""
    good = put("quadrants/a.png")
    assert ask("no JSON", body_of(good), '{"detail-type": "Object Created"}') == ["message-0", "message-2"]
    assert read(good)["status"] == "done"
    assert [line["exception_name"] for line in logged() if line["message"] == "unexpected"] == [
        "JSONDecodeError",
        "KeyError",
    ]


@pytest.mark.usefixtures("flaky")
def test_metrics(put, ask, emitted):
    """A batch's metrics are printed once, with what failed and what comes again."""
    ask(body_of(put("quadrants/a.png")), body_of(put("quadrants/b", b"")), body_of(put("quadrants/later")))
    (document,) = emitted()
    assert len(document["UploadDuration"]) == 2
    assert (document["FailedUploads"], document["RetriedUploads"]) == ([1.0], [1.0])


@pytest.mark.usefixtures("flaky")
def test_logged_failure(put, ask, logged):
    """What comes again is a line in the log, with the reason and the message's id."""
    ask(body_of(put("quadrants/later.png")))
    (line,) = logged()
    assert (line["level"], line["kind"], line["message_id"]) == ("WARNING", "StorageUnavailableError", "message-0")
