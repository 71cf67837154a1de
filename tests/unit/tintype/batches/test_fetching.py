from __future__ import annotations

import threading
import time

import pytest

from tintype.batches.events import Item
from tintype.batches.fetching import fetched
from tintype.errors import StorageUnavailableError


@pytest.fixture
def connections(images):
    """The bucket of images over sixteen connections."""
    made = [images.twin() for _ in range(16)]
    yield made
    for each in made:
        each.close()


def test_order(connections, put):
    """Images come in the order of the items, however many connections read them."""
    items = [put(f"{number}", b"%d" % number) for number in range(30)]
    with fetched(connections, items, 100) as found:
        assert [(item.key, body) for item, body in found] == [(str(n), b"%d" % n) for n in range(30)]


def test_unreadable(connections, put):
    """What is gone, overwritten or too large stands in its place as an error, and the others are read."""
    changed = put("changed")
    put("changed", b"new")
    put("unmeasured", b"x" * 101)
    items = [Item("gone"), changed, Item("large", size=101), Item("unmeasured"), put("good", b"good")]
    with fetched(connections, items, 100) as found:
        kinds = [body if isinstance(body, bytes) else type(body).__name__ for _, body in found]
    assert kinds == ["UploadGoneError", "UploadSupersededError", "UploadTooLargeError", "UploadTooLargeError", b"good"]


def test_down(connections, put, s3_down, own_threads):
    """Without S3 the iterator raises, and no thread is left."""
    items = [put(str(number)) for number in range(5)]
    with s3_down(), pytest.raises(StorageUnavailableError), fetched(connections, items, 10_000) as found:
        list(found)
    assert own_threads() == set()


def test_nothing(connections):
    """No items need no connection."""
    with fetched(connections, [], 100) as found:
        assert list(found) == []


def test_ahead(connections, images, put, monkeypatch):
    """Not more than twice as many images as connections are read before they are asked for."""
    read, several = [], threading.Event()
    original = type(images).get

    def get(bucket, key, **options):
        read.append(key)
        if len(read) == 4:
            several.set()
        return original(bucket, key, **options)

    items = [put(str(number)) for number in range(20)]
    monkeypatch.setattr(type(images), "get", get)
    with fetched(connections[:2], items, 10_000) as found:
        next(found)
        assert several.wait(10)
        assert len(read) <= 5


def test_large(connections, images, put, monkeypatch):
    """Of large images no more are read ahead than memory has room for."""
    read = []
    original = type(images).get

    def get(bucket, key, **options):
        read.append(key)
        return original(bucket, key, **options)

    items = [put(str(number), b"x" * 1000) for number in range(10)]
    monkeypatch.setattr(type(images), "get", get)
    monkeypatch.setattr("tintype.batches.fetching.MOST_AHEAD", 2500)
    with fetched(connections, items, 10_000) as found:
        next(found)
        time.sleep(0.2)
        assert len(read) == 3
        assert len(list(found)) == 9
