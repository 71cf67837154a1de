from __future__ import annotations

import pytest

from tests.models.published import DRAFTS, file, png, release, share
from tintype.registry import publish
from tintype.uploads.events import Upload
from tintype.uploads.worker import Worker

IMAGES = [png(8, 8, shade) for shade in range(0, 250, 20)]


@pytest.fixture
def answered(bucket, service, uploads, results, read):
    """Return a function that uploads an image to a model of two versions, and returns the version that answered."""
    release(bucket, "quadrants")
    publish(bucket, DRAFTS["quadrants"]._replace(labels=("a", "b", "c", "d")), {"model": file("quadrants")})
    share(bucket, "quadrants", {1: 0.5, 2: 0.5})
    worker = Worker(service, uploads, results)

    def answering(key, image, **metadata):
        etag = uploads.put(f"quadrants/{key}", image, metadata=metadata).strip('"')
        upload = Upload(uploads.name, f"quadrants/{key}", "", etag, len(image))
        worker.process(upload)
        return read(upload)["version"]

    return answering


def test_image(answered, service):
    """An upload meets the version that its image meets in a call, whatever its key is."""
    called = [service.model("quadrants", sticky=lambda one=one: one).model.manifest.version for one in IMAGES]
    assert set(called) == {1, 2}
    assert [answered(f"{number}.png", image) for number, image in enumerate(IMAGES)] == called


def test_word(answered, service):
    """All uploads with one word in their metadata meet the version that it meets in a call."""
    for user in ("user-1", "user-2", "user-3", "user-4"):
        called = service.model("quadrants", sticky=user.encode).model.manifest.version
        met = {answered(f"{user}-{shade}", image, **{"tintype-sticky": user}) for shade, image in enumerate(IMAGES)}
        assert met == {called}
