from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.models.published import TOP_RIGHT, file, manifest, png
from tintype import runtimes
from tintype.batches.events import Item
from tintype.batches.lines import decode, encode, line, summary
from tintype.errors import InferenceError, UploadGoneError
from tintype.serving.model import Model

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture
def answered(ready, block, results):
    """Return a function from an item and its bytes to the line that a model gives."""

    def answering(item, image, model=None):
        return line(item, image, model or ready.model("quadrants").model, block(top=1), results, 1000)

    return answering


def test_done(ready, answered):
    """An image's line names the key, what answered, and the result."""
    model = ready.model("quadrants").model
    said = answered(Item("größe 1.png", "e"), TOP_RIGHT)
    assert (said["key"], said["etag"], said["status"]) == ("größe 1.png", "e", "done")
    assert (said["model"], said["version"]) == ("quadrants", 1)
    assert said["digest"] == f"sha256:{model.manifest.digest}"
    assert said["result"]["label"] == "top right"
    assert len(said["result"]["predictions"]) == 1


def test_file(answered, results):
    """What a task makes is a file of its own beside the block, which the line names."""
    negative = Model(manifest("negative"), runtimes.load("litert", bytearray(file("negative"))))
    output = answered(Item("k"), png(4, 4, (255, 0, 10)), negative)["result"]["output"]
    assert output["key"].startswith("out/files/")
    assert Image.open(BytesIO(results.get(output["key"]).body)).getpixel((0, 0)) == (0, 255, 245)


def test_mask(answered):
    """A mask is part of its line."""
    subject = Model(manifest("subject"), runtimes.load("litert", bytearray(file("subject"))))
    result = answered(Item("k"), png(4, 4, (255, 0, 10)), subject)["result"]
    assert result["segments"][0]["segmentation"] == {"size": [4, 4], "counts": "0`0"}


def test_failed(answered, monkeypatch):
    """What is no image, cannot be read, or breaks the runtime is a line with its error."""
    said = [answered(Item("k"), image) for image in (b"text", UploadGoneError())]

    def fail(*_):
        raise InferenceError("out of memory")

    monkeypatch.setattr("tintype.batches.lines.predict", fail)
    said.append(answered(Item("k"), TOP_RIGHT))
    assert [each["error"]["type"] for each in said] == ["NotAnImageError", "UploadGoneError", "InferenceError"]
    assert {each["status"] for each in said} == {"failed"}


@given(st.lists(st.dictionaries(TEXT, TEXT)))
def test_round_trip(lines):
    """What is written is read again, whatever characters it has."""
    assert decode(encode(lines)) == lines


def test_summary():
    """A summary counts images, errors by kind, and labels; tasks without labels have no histogram."""
    lines = [{"result": {"label": "7"}}] * 2 + [{"error": {"type": "E"}}, {"result": {"label": "1"}}, {"result": {}}]
    assert summary(lines) == {"count": 5, "done": 4, "failed": 1, "errors": {"E": 1}, "labels": {"7": 2, "1": 1}}
