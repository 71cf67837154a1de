from __future__ import annotations

import json

import pytest

from tests.functions.conftest import EVENTS
from tintype.errors import ModelNotFoundError, RegistryUnavailableError

BLOCKS = {
    "batch_block": ["7", "2"],
    "batch_block_not_an_image": ["7", "NotAnImageError"],
    "batch_block_deleted_object": ["UploadGoneError", "2"],
    "batch_block_of_manifest": ["7", "2"],
}
TASKS = {
    "batch_operations_1_0": ("Succeeded", "7"),
    "batch_operations_1_0_encoded_key": ("Succeeded", "7"),
    "batch_operations_2_0": ("Succeeded", "2"),
    "batch_operations_2_0_not_an_image": ("PermanentFailure", "NotAnImageError"),
}
OTHERS = {"batch_merge", "batch_block_unknown_model"}
KEYS = ("in/seven.png", "in/two.png", "in/notes.txt", "digits/seven.png", "digits/größe 1+2.png")


@pytest.fixture
def load(event, buckets):
    """Return a function that returns one of the files in `events/`, about the buckets of this test."""
    named = "tintype-results-123456789012-us-east-1"
    return lambda name: json.loads(json.dumps(event(name)).replace(named, buckets["result"].name))


@pytest.fixture
def handler(import_handler, buckets):
    """The handler, and the images that the events name."""
    for key in KEYS:
        body = b"This is a shopping list: milk, eggs, flour.\n"
        if key.endswith("png"):
            body = (EVENTS / "images" / ("two.png" if "two" in key else "seven.png")).read_bytes()
        buckets["upload"].put(key, body)
    return import_handler("predict_batch")


def test_every_event():
    """Every event for this function has an answer that is expected here."""
    assert {path.stem for path in EVENTS.glob("batch_*.json")} == BLOCKS.keys() | TASKS.keys() | OTHERS


@pytest.mark.parametrize("name", BLOCKS)
def test_block(handler, load, buckets, name):
    """Each block of keys becomes the lines that events/README.md says."""
    said = handler(load(name), None)
    lines = [json.loads(line) for line in buckets["result"].get(said["object"]).body.decode().splitlines()]
    labels = [line["result"]["label"] if line["status"] == "done" else line["error"]["type"] for line in lines]
    assert labels == BLOCKS[name]
    assert said["failed"] == sum(label.endswith("Error") for label in labels)


@pytest.mark.parametrize("name", TASKS)
def test_task(handler, load, name):
    """Each task of S3 Batch Operations has the code and the text that its report needs."""
    code, word = TASKS[name]
    (result,) = handler(load(name), None)["results"]
    assert result["resultCode"] == code
    assert word in result["resultString"]


def test_unknown_model(handler, load):
    """A block for a model that was never released raises an error whose name the state machine knows."""
    with pytest.raises(ModelNotFoundError):
        handler(load("batch_block_unknown_model"), None)


def test_merge(handler, load, buckets):
    """The end of a run adds up what its children answered."""
    said = handler(load("batch_block"), None)
    event = load("batch_merge")
    folder = event["Merge"]["ResultWriterDetails"]["Key"].removesuffix("manifest.json")
    children = [{"Status": "SUCCEEDED", "Input": "{}", "Output": json.dumps(said)}]
    buckets["result"].put(f"{folder}SUCCEEDED_0.json", json.dumps(children).encode())
    files = {"SUCCEEDED": [{"Key": f"{folder}SUCCEEDED_0.json", "Size": 1}], "FAILED": [], "PENDING": []}
    buckets["result"].put(f"{folder}manifest.json", json.dumps({"ResultFiles": files}).encode())
    total = handler(event, None)
    assert (total["count"], total["labels"]) == (2, {"7": 1, "2": 1})
    assert json.loads(buckets["result"].get("out/summary.json").body) == total


def test_unreachable(import_handler, load, monkeypatch):
    """Without S3 a block raises, so that it is tried again."""
    monkeypatch.setattr("tintype.s3.bucket._FIRST_PAUSE", 0.0)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")  # the discard port: nobody listens there
    event = load("batch_block")
    with pytest.raises(RegistryUnavailableError):
        import_handler("predict_batch")(event, None)
