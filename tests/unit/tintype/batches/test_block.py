from __future__ import annotations

import pytest

from tests.models.published import TOP_RIGHT, png, release, share
from tintype.batches.block import run
from tintype.batches.events import Item
from tintype.errors import BatchBucketError, ModelNotFoundError, StorageUnavailableError
from tintype.serving.pipeline import predict


def other(number):
    """Return an image that no other number has."""
    return png(8, 8, *[0] * 63, number)


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
    assert (again["found"], again["read"], first["read"]) == (True, 0, 2)
    assert len(runs) == 2
    changed = {"seconds": 0, "found": False, "read": 2}
    assert again | changed == first | changed


@pytest.mark.parametrize("change", ["added first", "added in between", "deleted"])
def test_cut_elsewhere(ready, block, put, runs, read, change):
    """When a key is added or deleted, and later blocks are cut elsewhere, only images that are new are run."""
    keys = [f"in/{number:03}.png" for number in range(0, 60, 2)]
    items = [put(key, other(number)) for number, key in enumerate(keys)]
    for at in range(0, 30, 10):
        run(block(*items[at : at + 10]), ready)
    runs.clear()
    if change == "deleted":
        del items[4]
    else:
        new = put("in/!.png" if change == "added first" else "in/015.png", other(99))
        items = sorted([*items, new])
    after = [run(block(*items[at : at + 10]), ready) for at in range(0, len(items), 10)]
    assert runs == ([] if change == "deleted" else [other(99)])
    assert sum(said["read"] for said in after) == len(runs)
    assert [line["key"] for said in after for line in read(said["object"])] == [item.key for item in items]


def test_overwritten(ready, block, put, runs, read):
    """Of an image that was overwritten the answer is made anew, those beside it are kept."""
    first = run(block(put("a.png"), put("b.png")), ready)
    runs.clear()
    said = run(block(put("a.png"), put("b.png", other(1))), ready)
    assert runs == [other(1)]
    assert said["object"] != first["object"]
    assert [line["key"] for line in read(said["object"])] == ["a.png", "b.png"]


def test_another_version_knows_nothing(bucket, ready, block, put, runs, clock):
    """What another version answered is no answer of this one."""
    run(block(put("a.png"), put("b.png")), ready)
    runs.clear()
    release(bucket, "quadrants")
    clock.pass_by(11)
    assert run(block(put("b.png")), ready)["read"] == len(runs) == 1


def test_errors_of_a_moment(ready, block, put, read):
    """An image that was not there at the first run is read at the second one; one that is none stays an error."""
    asked = block(Item("a.png"), put("b.txt", b"no image"))
    first = run(asked, ready)
    assert (first["failed"], run(asked, ready)["found"]) == (2, True)
    put("a.png")
    second = run(asked, ready)
    assert (second["failed"], second["read"], second["found"]) == (1, 1, False)
    assert second["object"] == first["object"]
    assert [line["status"] for line in read(first["object"])] == ["done", "failed"]


def test_key_twice(ready, block, put, read):
    """A manifest that names an image twice has two lines for it."""
    item = put("a.png")
    said = run(block(item, put("b.png", other(1)), item), ready)
    assert [line["key"] for line in read(said["object"])] == ["a.png", "b.png", "a.png"]


def test_nothing(ready, block):
    """A block without keys is done."""
    assert run(block(), ready)["count"] == 0


def test_at_once(ready, block, put, results, monkeypatch):
    """Of two children that answer the same block at once the first one's object counts for both."""
    items = [put("a.png")]

    def overtaken(_, asked, resolved):
        patch.undo()
        assert not run(asked, resolved.service)["found"]
        return [{"key": "a.png", "status": "failed"}]

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
