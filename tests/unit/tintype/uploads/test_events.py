from __future__ import annotations

import json

import pytest

from tests.support.events import created
from tintype.uploads.events import Upload, parse


def test_upload():
    """An "Object Created" event names the bucket, the key, the version, the ETag and the size."""
    body = created("uploads", "digits/seven.png", size=250, etag="abc", version_id="v.1_2")
    assert parse(body) == Upload("uploads", "digits/seven.png", "v.1_2", "abc", 250)


def test_unversioned():
    """In a bucket without versions there is no version."""
    assert parse(created("uploads", "k")).version_id == ""


@pytest.mark.parametrize("key", ["a b.png", "a+b.png", "a%20b.png", "größe/数字 7.png", "/a", "a//b", "%"])
def test_raw_key(key):
    """EventBridge's keys are as they are: nothing is decoded, unlike in S3's own notifications."""
    assert parse(created("uploads", key)).key == key


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
    """What does not tell of a new object is None, also S3's test event."""
    assert parse(body) is None


@pytest.mark.parametrize(
    "body",
    ["", "no JSON", "{", '{"detail-type": "Object Created"}', '{"detail-type": "Object Created", "detail": []}'],
)
def test_no_event(body):
    """What is no event at all is an error, so that somebody sees it."""
    with pytest.raises((ValueError, KeyError, TypeError)):
        parse(body)
