from __future__ import annotations

import pytest

from tests.models.published import TOP_RIGHT
from tintype.batches import answer
from tintype.errors import BatchEventError


def test_block(ready, images, results, emitted):
    """A block is answered, and its metrics are printed."""
    images.put("a.png", TOP_RIGHT)
    said = {"bucket": images.name, "asked": {"model": "quadrants"}, "output": {"bucket": results.name, "prefix": "out"}}
    assert answer({"Items": [{"Key": "a.png"}], "BatchInput": said}, ready)["labels"] == {"top right": 1}
    assert emitted()[0]["BatchImages"] == [1.0]


@pytest.mark.parametrize("event", [{}, {"Merge": 3}, {"Records": []}, {"invocationSchemaVersion": "1.0"}])
def test_malformed(ready, event):
    """Other events are refused."""
    with pytest.raises(BatchEventError):
        answer(event, ready)
