from __future__ import annotations

from tintype.s3.once import write_once


def test_first(bucket):
    """The first object stays, and a later writer gets it."""
    assert write_once(bucket, "a", b"first", "text/plain") is None
    other = write_once(bucket, "a", b"second", "text/plain")
    assert other.body == bucket.get("a").body == b"first"
    assert other.headers["content-type"] == "text/plain"


def test_in_place(bucket):
    """An object that is still the expected one is replaced, once."""
    etag = bucket.put("a", b"old")
    assert write_once(bucket, "a", b"new", "text/plain", etag) is None
    assert write_once(bucket, "a", b"late", "text/plain", etag).body == b"new"
