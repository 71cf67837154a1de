"""An upload bucket and a result bucket beside the registry."""

from __future__ import annotations

import json

import pytest

from tests.models.published import TOP_RIGHT
from tintype.uploads.events import Upload
from tintype.uploads.naming import result_key


@pytest.fixture
def uploads(make_bucket):
    """The upload bucket."""
    return make_bucket()


@pytest.fixture
def results(make_bucket):
    """The result bucket."""
    return make_bucket()


@pytest.fixture
def put(uploads):
    """Return a function that uploads a picture, or other bytes, and returns what EventBridge would say of it."""

    def putting(key, body=TOP_RIGHT):
        etag = uploads.put(key, body).strip('"')
        return Upload(uploads.name, key, "", etag, len(body), "2024-11-22T15:00:30Z")

    return putting


@pytest.fixture
def read(results):
    """Return a function that returns the document that answers an upload."""

    def reading(upload):
        return json.loads(results.get(result_key(upload.bucket, upload.key, upload.version_id, upload.etag)).body)

    return reading
