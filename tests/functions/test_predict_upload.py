from __future__ import annotations

import json

import pytest

from tests.functions.conftest import EVENTS
from tintype.errors import SettingsError
from tintype.uploads.events import parse
from tintype.uploads.naming import result_key

EXPECTED = {
    "upload_object_created": ["7"],
    "upload_batch_of_two": ["7", "2"],
    "upload_not_an_image": ["NotAnImageError"],
    "upload_deleted_object": ["UploadGoneError"],
    "upload_key_with_spaces_and_unicode": ["7"],
    "upload_key_with_spaces": ["7"],
    "upload_key_with_plus": ["7"],
    "upload_key_with_percent": ["7"],
    "upload_key_with_unicode": ["7"],
    "upload_key_of_1024_bytes": ["7"],
    "upload_notification": ["7"],
    "upload_notification_key_with_plus": ["7"],
    "upload_notification_key_with_percent": ["7"],
    "upload_notification_key_with_unicode": ["7"],
    "upload_notification_key_of_1024_bytes": ["7"],
    "upload_notification_of_two": ["7", "2"],
    "upload_notification_by_sns": ["7"],
    "upload_superseded": ["UploadSupersededError", "2"],
    "upload_object_deleted": [],
    "upload_delete_marker": [],
    "upload_notification_removed": [],
    "upload_notification_delete_marker": [],
    "upload_test_event": [],
}


@pytest.fixture
def run(import_handler, event, buckets):
    """Return a function that uploads what an event tells of, runs the handler, and returns what it answered."""
    handler = import_handler("predict_upload")

    def running(name):
        batch = event(name)
        uploads = [upload for record in batch["Records"] for upload in parse(record["body"])]
        for upload in uploads:
            put(buckets["upload"], upload.key)
        assert handler(batch, None) == {"batchItemFailures": []}
        return [document(buckets["result"], upload) for upload in uploads]

    return running


def put(bucket, key):
    """Upload what the key promises; nothing for what was deleted before."""
    if key.endswith(".txt"):
        bucket.put(key, b"This is a shopping list: milk, eggs, flour.\n")
    elif "gone" not in key:
        bucket.put(key, (EVENTS / "images" / ("two.png" if "two" in key else "seven.png")).read_bytes())


def document(bucket, upload):
    """Return the answer to an upload."""
    return json.loads(bucket.get(result_key(upload.bucket, upload.key, upload.version_id, upload.etag)).body)


def test_every_event():
    """Every event for this function has an answer that is expected here."""
    assert {path.stem for path in EVENTS.glob("upload_*.json")} == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_answered(run, name):
    """Each event's uploads are answered as events/README.md says, and no message comes again."""
    documents = run(name)
    said = [entry["result"]["label"] if entry["status"] == "done" else entry["error"]["type"] for entry in documents]
    assert said == EXPECTED[name]


def test_unreachable(import_handler, event, monkeypatch):
    """Without S3 every message of the batch comes again, and works when S3 is back."""
    monkeypatch.setattr("tintype.s3.bucket._FIRST_PAUSE", 0.0)
    batch = event("upload_batch_of_two")
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")  # the discard port: nobody listens there
        answered = import_handler("predict_upload")(batch, None)
    assert [item["itemIdentifier"] for item in answered["batchItemFailures"]] == [
        record["messageId"] for record in batch["Records"]
    ]
    assert import_handler("predict_upload")(batch, None) == {"batchItemFailures": []}


def test_loop(import_handler, buckets, monkeypatch):
    """A function whose results would be uploads does not start."""
    monkeypatch.setenv("TINTYPE_RESULT_BUCKET", buckets["upload"].name)
    with pytest.raises(SettingsError):
        import_handler("predict_upload")


def test_news_of_results(import_handler, event, buckets):
    """News of the result bucket are refused: no document is written, and the message goes to the dead letters."""
    text = json.dumps(event("upload_object_created")).replace(buckets["upload"].name, buckets["result"].name)
    buckets["result"].put("digits/seven.png", (EVENTS / "images/seven.png").read_bytes())
    answered = import_handler("predict_upload")(json.loads(text), None)
    assert len(answered["batchItemFailures"]) == 1
    assert list(buckets["result"].list("")) == ["digits/seven.png"]
