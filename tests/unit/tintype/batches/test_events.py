from __future__ import annotations

import json
from pathlib import Path

import pytest

from tintype.batches.events import Asked, Item, asked, folder, parse
from tintype.errors import BatchEventError

EVENTS = Path(__file__).parents[4] / "events"


def test_block():
    """A block of a listing brings keys, ETags without quotes, and sizes."""
    block = parse(json.loads((EVENTS / "batch_block.json").read_text()))
    assert block.items[0] == Item("in/seven.png", "7b2632066dd640a4f65ff0af2fb83ea5", 250)
    assert block.asked == Asked("digits")
    assert (block.out_bucket, block.out_prefix) == ("tintype-results-123456789012-us-east-1", "out/")


def test_manifest():
    """A manifest's rows need a key alone."""
    event = {
        "Items": [{"key": "a.png"}],
        "BatchInput": {"bucket": "b", "asked": {"model": "m"}, "output": {"bucket": "o"}},
    }
    block = parse(event)
    assert (block.items, block.out_prefix) == ((Item("a.png"),), "")


@pytest.mark.parametrize(
    "change",
    [
        {"Items": None},
        {"Items": ["a.png"]},
        {"Items": [{"Size": 3}]},
        {"BatchInput": {}},
        {"BatchInput": {"bucket": "b", "asked": {"model": ""}, "output": {"bucket": "o"}}},
        {"BatchInput": {"bucket": "b", "asked": {"model": "m", "top": 1001}, "output": {"bucket": "o"}}},
    ],
)
def test_malformed(change):
    """What is no block is refused as a whole."""
    with pytest.raises(BatchEventError):
        parse(json.loads((EVENTS / "batch_block.json").read_text()) | change)


def test_rows_without_keys():
    """A manifest whose rows have no key is told of what they lack."""
    with pytest.raises(BatchEventError, match=r"KeyError: 'key'.*a key in each row"):
        parse(json.loads((EVENTS / "batch_block.json").read_text()) | {"Items": [{"name": "a.png"}]})


def test_asked():
    """Numbers may be text, and empty values are as good as none."""
    assert asked({"model": "m", "version": "3", "top": "2"}) == Asked("m", 3, top=2)
    assert asked({"model": "m", "version": None, "label": "", "top": None}) == Asked("m")


def test_folder():
    """A prefix ends with a slash, but the empty one stays empty."""
    assert [folder(prefix) for prefix in ("", "out", "out/")] == ["", "out/", "out/"]
