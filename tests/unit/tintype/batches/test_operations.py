from __future__ import annotations

import json

import pytest

from tintype.batches.operations import answer
from tintype.errors import BatchEventError, StorageUnavailableError


@pytest.fixture
def ask(ready, images):
    """Return a function that has tasks answered, in schema 2.0 with the job's arguments, otherwise in 1.0."""

    def asking(*keys, **arguments):
        place = {"s3Bucket": images.name} if arguments else {"s3BucketArn": f"arn:aws:s3:::{images.name}"}
        tasks = [{"taskId": str(n), "s3Key": key, "s3VersionId": None, **place} for n, key in enumerate(keys)]
        job = {"id": "job"} | ({"userArguments": arguments} if arguments else {})
        version = "2.0" if arguments else "1.0"
        said = answer({"invocationSchemaVersion": version, "invocationId": "i", "job": job, "tasks": tasks}, ready)
        assert (said["invocationSchemaVersion"], said["invocationId"]) == (version, "i")
        assert [result["taskId"] for result in said["results"]] == [str(n) for n in range(len(keys))]
        return said["results"]

    return asking


def test_first_schema(ask, put):
    """A task of schema 1.0 has an encoded key, whose folder names the model."""
    put("quadrants/größe 1.png")
    (result,) = ask("quadrants/gr%C3%B6%C3%9Fe+1.png")
    assert result["resultCode"] == "Succeeded"
    said = json.loads(result["resultString"])
    assert (said["model"], said["version"], said["label"], said["score"]) == ("quadrants", 1, "top right", 1.0)


def test_second_schema(ask, put):
    """A job of schema 2.0 says by its arguments which model answers."""
    put("anything.png")
    assert ask("anything.png", model="quadrants", version="1")[0]["resultCode"] == "Succeeded"


def test_failures(ask, put, monkeypatch, images):
    """What can never be answered has failed for good, and what may work later for the time being."""
    put("quadrants/text.png", b"no image")
    put("quadrants/later.png")
    original = type(images).get

    def get(bucket, key, **options):
        if "later" in key:
            raise StorageUnavailableError("GET failed: timed out.")
        return original(bucket, key, **options)

    monkeypatch.setattr(type(images), "get", get)
    results = ask("quadrants/text.png", "quadrants/gone.png", "cats/text.png", "quadrants/later.png")
    assert [result["resultCode"] for result in results] == ["PermanentFailure"] * 3 + ["TemporaryFailure"]
    kinds = [result["resultString"].partition(":")[0] for result in results[:2]]
    assert kinds == ["NotAnImageError", "UploadGoneError"]


def test_too_large(ask, put, ready):
    """An object that is larger than what is read into memory has failed for good, unread."""
    put("quadrants/large.png", b"x" * 101)
    ready.settings = ready.settings._replace(max_upload_bytes=100)
    (result,) = ask("quadrants/large.png")
    assert (result["resultCode"], result["resultString"][:19]) == ("PermanentFailure", "UploadTooLargeError")


def test_malformed(ready):
    """What is no such event is refused as a whole."""
    with pytest.raises(BatchEventError):
        answer({"invocationSchemaVersion": "1.0", "invocationId": "i", "tasks": [{"taskId": "t"}]}, ready)
