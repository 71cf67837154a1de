from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.models.published import TOP_RIGHT
from tintype.batches.events import Item
from tintype.batches.lines import decode, encode, line, summary
from tintype.errors import InferenceError, UploadGoneError

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def test_done(ready):
    """An image's line names the key, what answered, and the result."""
    model = ready.model("quadrants").model
    said = line(Item("größe 1.png", "e"), TOP_RIGHT, model, 1, 1000)
    assert (said["key"], said["etag"], said["status"]) == ("größe 1.png", "e", "done")
    assert (said["model"], said["version"]) == ("quadrants", 1)
    assert said["digest"] == f"sha256:{model.manifest.digest}"
    assert said["result"]["label"] == "top right"
    assert len(said["result"]["predictions"]) == 1


def test_failed(ready, monkeypatch):
    """What is no image, cannot be read, or breaks the runtime is a line with its error."""
    model = ready.model("quadrants").model
    said = [line(Item("k"), image, model, 1, 1000) for image in (b"text", UploadGoneError())]

    def fail(*_):
        raise InferenceError("out of memory")

    monkeypatch.setattr("tintype.batches.lines.predict", fail)
    said.append(line(Item("k"), TOP_RIGHT, model, 1, 1000))
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
