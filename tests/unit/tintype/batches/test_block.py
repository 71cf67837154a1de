from __future__ import annotations

import pytest

from tests.models.published import TOP_RIGHT, png, release, share
from tintype.batches.block import run
from tintype.batches.events import Item
from tintype.errors import BatchBucketError, ModelNotFoundError, StorageUnavailableError
from tintype.serving.pipeline import predict


@pytest.fixture
def runs(monkeypatch):
    """The images that a model was run on."""
    seen = []

    def running(model, image, parameters, max_pixels):
        seen.append(image)
        return predict(model, image, parameters, max_pixels)

    monkeypatch.setattr("tintype.batches.lines.predict", running)
    return seen


def test_answered(ready, block, put, read):
    """A block is one object with a line for each image in order, and its summary says what came out."""
    items = [put("in/a.png"), put("in/b.txt", b"no image"), Item("in/gone.png"), put("in/ü.png")]
    said = run(block(*items), ready)
    lines = read(said["object"])
    assert [line["key"] for line in lines] == [item.key for item in items]
    assert [line["status"] for line in lines] == ["done", "failed", "failed", "done"]
    assert (said["count"], said["done"], said["failed"], said["found"]) == (4, 2, 2, False)
    assert said["errors"] == {"NotAnImageError": 1, "UploadGoneError": 1}
    assert said["labels"] == {"top right": 2}
    assert said["seconds"] > 0


def test_again(ready, block, put, runs, images):
    """A block that was done is found without one image read or run."""
    items = [put("a.png"), put("b.png")]
    first = run(block(*items), ready)
    for item in items:
        images.delete(item.key)
    again = run(block(*items), ready)
    assert again["found"]
    assert len(runs) == 2
    assert {**again, "seconds": 0, "found": False} == {**first, "seconds": 0}


def test_at_once(ready, block, put, results, monkeypatch):
    """Of two children that answer the same block at once the first one's object counts for both."""
    items = [put("a.png")]

    def overtaken(asked, resolved):
        patch.undo()
        assert not run(asked, resolved.service)["found"]
        return []

    with monkeypatch.context() as patch:
        patch.setattr("tintype.batches.block._made", overtaken)
        said = run(block(*items), ready)
    assert (said["count"], said["found"]) == (1, True)
    assert len(list(results.list("out/"))) == 1


def test_shared(bucket, ready, block, put, read):
    """Each image of a block meets the version that its bytes choose, as in a call."""
    release(bucket, "quadrants", alias="staging")
    share(bucket, "quadrants", {1: 0.5, 2: 0.5})
    pictures = [png(8, 8, shade) for shade in range(16)]
    items = [put(f"{number}.png", picture) for number, picture in enumerate(pictures)]
    ready.resume()
    lines = read(run(block(*items), ready)["object"])
    asked = [ready.model("quadrants", sticky=lambda one=one: one).model.manifest.version for one in pictures]
    assert [line["version"] for line in lines] == asked
    assert set(asked) == {1, 2}


def test_later(ready, block, put, results, monkeypatch):
    """When S3 does not give an image the block raises and writes nothing, so that it is tried again."""
    items = [put("a.png"), put("later.png")]
    original = type(results).get

    def get(bucket, key, **options):
        if "later" in key:
            raise StorageUnavailableError("GET failed: timed out.")
        return original(bucket, key, **options)

    monkeypatch.setattr(type(results), "get", get)
    with pytest.raises(StorageUnavailableError):
        run(block(*items), ready)
    assert list(results.list("")) == []


def test_no_model(ready, block, put):
    """A block for a model that is not released raises: all its images would have the same error."""
    asked = block(put("a.png"))
    with pytest.raises(ModelNotFoundError):
        run(asked._replace(asked=asked.asked._replace(model="cats")), ready)


def test_loop(make_service, block, images):
    """Results never go to the upload bucket."""
    service = make_service(upload_bucket=images.name)
    with pytest.raises(BatchBucketError):
        run(block()._replace(out_bucket=images.name), service)


def test_logged(ready, block, put, logged):
    """A block is one line in the log, without keys of images."""
    run(block(put("secret.png", TOP_RIGHT)), ready)
    lines = [line for line in logged() if line["message"] == "block"]
    assert [line["count"] for line in lines] == [1]
    assert "secret" not in str(lines)
