from __future__ import annotations

import json
from urllib.parse import quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.events import created
from tintype.errors import UploadEventError
from tintype.uploads.events import Upload, parse

_KEYS = st.text(min_size=1, max_size=256)  # at most 1,024 bytes


def test_upload():
    """An "Object Created" event names the bucket, the key, the version, the ETag and the size."""
    body = created("uploads", "digits/seven.png", size=250, etag="abc", version_id="v.1_2")
    assert parse(body) == [Upload("uploads", "digits/seven.png", "v.1_2", "abc", 250, "2024-11-22T15:00:30Z")]


def test_unversioned():
    """In a bucket without versions there is no version."""
    assert parse(created("uploads", "k"))[0].version_id == ""


def notified(key, *, name="ObjectCreated:Put", **item):
    """Return one record of S3's own notifications."""
    described = {"key": key, "size": 250, "eTag": "abc", "sequencer": "0067409C3E5B1A2C00", **item}
    return {
        "eventName": name,
        "eventTime": "2024-11-22T15:00:30.123Z",
        "s3": {"bucket": {"name": "uploads"}, "object": described},
    }


@given(_KEYS)
@example("a b+c%20%41/größe/数字 7.png")
def test_raw_key(key):
    """EventBridge's keys are as they are: nothing is decoded, unlike in S3's own notifications."""
    assert [upload.key for upload in parse(created("uploads", key))] == [key]


@given(_KEYS)
@example("a b+c%20%41/größe/数字 7.png")
def test_encoded_key(key):
    """The keys of S3's own notifications are decoded like a form's fields, whatever is in them."""
    body = json.dumps({"Records": [notified(quote_plus(key, safe="/"))]})
    assert [upload.key for upload in parse(body)] == [key]


def test_notification():
    """S3's own notification names the same things under its own names."""
    body = json.dumps({"Records": [notified("digits/my+seven.png", versionId="v1")]})
    assert parse(body) == [Upload("uploads", "digits/my seven.png", "v1", "abc", 250, "2024-11-22T15:00:30.123Z")]


def test_several_records():
    """A notification may tell of several objects; those that were not created are passed over."""
    kinds = ["ObjectCreated:CompleteMultipartUpload", "ObjectRemoved:DeleteMarkerCreated", "s3:ObjectCreated:Copy"]
    body = json.dumps({"Records": [notified(f"{index}", name=kind) for index, kind in enumerate(kinds)]})
    assert [upload.key for upload in parse(body)] == ["0", "2"]


def test_by_sns():
    """A notification in SNS's envelope is read as if it had come without."""
    inner = json.dumps({"Records": [notified("a%2Bb")]})
    body = json.dumps({"Type": "Notification", "TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "Message": inner})
    assert [upload.key for upload in parse(body)] == ["a+b"]


@pytest.mark.parametrize(
    "body",
    [
        created("uploads", "k").replace("Object Created", "Object Deleted"),
        json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "uploads"}),
        "{}",
        "[]",
        "null",
        '"text"',
    ],
)
def test_other_news(body):
    """What does not tell of a new object is passed over, also S3's test event."""
    assert parse(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no JSON",
        "{",
        '{"detail-type": "Object Created"}',
        '{"detail-type": "Object Created", "detail": []}',
        '{"Records": [{}]}',
        '{"Records": ["text"]}',
        '{"Records": 1}',
        '{"Type": "Notification", "TopicArn": "t", "Message": "no JSON"}',
        json.dumps({"Records": [notified("%FF")]}),
    ],
)
def test_no_event(body):
    """What is no event at all is an error, so that somebody sees it."""
    with pytest.raises(UploadEventError):
        parse(body)
