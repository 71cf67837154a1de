from __future__ import annotations

import json
from unittest.mock import create_autospec

import pytest

from tests.models.published import release
from tests.support.events import batch, created
from tintype.errors import StorageUnavailableError
from tintype.sqs import Queues
from tintype.uploads import Crew, Failures, Worker, answer


@pytest.fixture
def sqs():
    """SQS, which takes everything."""
    return create_autospec(Queues, instance=True)


@pytest.fixture
def ask(bucket, service, uploads, results, sqs):
    """Return a function that gives a batch of messages to the service and returns which have to come again."""
    release(bucket, "quadrants")

    crew = Crew(Worker(service, uploads, results))

    def asking(*bodies):
        settings = service.settings._replace(dead_letter_queue="dead")
        document = answer(batch(*bodies), crew, Failures(sqs, settings))
        return [failure["itemIdentifier"] for failure in document["batchItemFailures"]]

    yield asking
    crew.close()


def body_of(upload):
    return created(upload.bucket, upload.key, size=upload.size, etag=upload.etag)


def notified(upload):
    told = {"bucket": {"name": upload.bucket}, "object": {"key": upload.key, "eTag": upload.etag, "size": upload.size}}
    return {"eventName": "ObjectCreated:Put", "eventTime": upload.uploaded, "s3": told}


@pytest.fixture
def flaky(uploads, monkeypatch):
    """Buckets, which do not answer for keys that hold the word "later"."""
    real = type(uploads).get

    def get(bucket, key, **options):
        if "later" in key:
            raise StorageUnavailableError("GET failed: timed out.")
        return real(bucket, key, **options)

    monkeypatch.setattr(type(uploads), "get", get)


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


def test_no_event(put, read, ask, logged, sqs):
    """What is no event at all goes to the dead letters at once; the log says why, and the others are answered."""
    good = put("quadrants/a.png")
    assert ask("no JSON", body_of(good), '{"detail-type": "Object Created"}') == []
    assert read(good)["status"] == "done"
    assert [call.args[:2] for call in sqs.send.call_args_list] == [
        ("dead", "no JSON"),
        ("dead", '{"detail-type": "Object Created"}'),
    ]
    details = [line["detail"].split(":")[0] for line in logged() if "kind" in line]
    assert details == ["JSONDecodeError", "KeyError"]


def test_unexpected(put, ask, uploads, logged, monkeypatch, sqs):
    """What goes wrong by our own fault comes again, too, with its trace in the log."""
    monkeypatch.setattr(uploads, "get", lambda *_, **__: 1 / 0)
    assert ask(body_of(put("quadrants/a.png"))) == ["message-0"]
    assert [line["exception_name"] for line in logged() if line["message"] == "unexpected"] == ["ZeroDivisionError"]
    sqs.hide.assert_called_once()


@pytest.mark.usefixtures("flaky")
def test_several_in_one_message(put, read, ask):
    """An upload that fails holds up no other of its message; the message comes again for its sake."""
    later, good = put("quadrants/later.png"), put("quadrants/a.png")
    records = [notified(each) for each in (later, good)]
    assert ask(json.dumps({"Records": records})) == ["message-0"]
    assert read(good)["status"] == "done"


@pytest.mark.usefixtures("flaky")
def test_hopeless_with_others(put, ask, sqs):
    """A message is no dead letter as long as one of its uploads may still work."""
    later = put("quadrants/later.png")
    assert ask(json.dumps({"Records": [notified(later._replace(bucket="other")), notified(later)]})) == ["message-0"]
    sqs.send.assert_not_called()


@pytest.mark.usefixtures("flaky")
def test_metrics(put, ask, emitted):
    """Each upload's metrics are in its log line, and what comes again is counted after all of them."""
    ask(body_of(put("quadrants/a.png")), body_of(put("quadrants/b", b"")), body_of(put("quadrants/later")))
    *uploads, last = emitted()
    assert [len(each["UploadDuration"]) for each in uploads] == [1, 1]
    assert sorted(each.get("FailedUploads", []) for each in uploads) == [[], [1.0]]
    assert (last["RetriedUploads"], "message" in last) == ([1.0], False)


@pytest.mark.usefixtures("flaky")
def test_logged_failure(put, ask, logged):
    """What comes again is a line in the log, with the reason and the message's id."""
    ask(body_of(put("quadrants/later.png")))
    (line,) = logged()
    assert (line["level"], line["kind"], line["message_id"]) == ("WARNING", "StorageUnavailableError", "message-0")
