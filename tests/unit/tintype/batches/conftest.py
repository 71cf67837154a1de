"""A bucket of images and a bucket for results beside the registry, in which `quadrants` is released."""

from __future__ import annotations

import json

import pytest

from tests.models.published import TOP_RIGHT, release
from tintype.batches.events import Asked, Block, Item


@pytest.fixture
def images(make_bucket):
    """The bucket of images."""
    return make_bucket()


@pytest.fixture
def results(make_bucket):
    """The bucket of results."""
    return make_bucket()


@pytest.fixture
def ready(bucket, service):
    """A service whose registry has released `quadrants`."""
    release(bucket, "quadrants")
    return service


@pytest.fixture
def put(images):
    """Return a function that puts a picture, or other bytes, and returns the item that a listing would have."""

    def putting(key, body=TOP_RIGHT):
        return Item(key, images.put(key, body).strip('"'), len(body))

    return putting


@pytest.fixture
def block(images, results):
    """Return a function that makes a block of items, for `quadrants`, with results below `out/`."""
    return lambda *items, **asked: Block(images.name, items, Asked("quadrants", **asked), results.name, "out/")


@pytest.fixture
def read(results):
    """Return a function that returns the lines of a result object."""
    return lambda key: [json.loads(line) for line in results.get(key).body.decode().splitlines()]
