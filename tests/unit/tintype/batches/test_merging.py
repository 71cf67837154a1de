from __future__ import annotations

import json

import pytest

from tintype.batches.block import run
from tintype.batches.events import Item
from tintype.batches.merging import Merge, merge, parse
from tintype.errors import BatchBucketError, BatchEventError


@pytest.fixture
def end(results):
    """Return a function that writes what a Distributed Map's ResultWriter writes, and returns the end of the run."""

    def ending(succeeded, failed=()):
        files = {}
        for kind, children in {"SUCCEEDED": succeeded, "FAILED": failed}.items():
            files[kind] = [{"Key": f"runs/{kind}_0.json", "Size": 1}] if children else []
            results.put(f"runs/{kind}_0.json", json.dumps(children).encode())
        manifest = {"DestinationBucket": results.name, "MapRunArn": "arn", "ResultFiles": {**files, "PENDING": []}}
        results.put("runs/manifest.json", json.dumps(manifest).encode())
        return Merge(results.name, "runs/manifest.json", results.name, "out/")

    return ending


def child(said):
    return {"Status": "SUCCEEDED", "Input": "{}", "Output": json.dumps(said)}


def test_merged(ready, block, put, end, results):
    """The summary adds up blocks, counts the images of those that failed, and lies beside the results."""
    done = [run(block(put("a.png"), put("b.txt", b"no image")), ready), run(block(put("c.png")), ready)]
    again = run(block(Item("c.png", put("c.png").etag, put("c.png").size)), ready)
    lost = {"Status": "FAILED", "Input": json.dumps({"Items": [{"Key": "x"}] * 3, "BatchInput": {}})}
    total = merge(end([child(each) for each in (*done, again)], [lost]), ready)
    assert json.loads(results.get("out/summary.json").body) == total
    assert (total["count"], total["done"], total["failed"], total["blocks"], total["found"]) == (7, 3, 4, 4, 1)
    assert total["read"] == 3
    assert total["errors"] == {"UnansweredBlock": 3, "NotAnImageError": 1}
    assert total["labels"] == {"top right": 3}
    assert total["cost"]["total"] > 0


def test_nothing(ready, end):
    """A run without images has a summary, too."""
    assert (total := merge(end([]), ready))["count"] == 0
    assert total["errors"] == total["labels"] == {}


def test_loop(make_service, results):
    """A summary never goes to the upload bucket."""
    with pytest.raises(BatchBucketError):
        merge(Merge(results.name, "m", results.name, ""), make_service(upload_bucket=results.name))


def test_parse():
    """The end of a run names the manifest and the place of the results."""
    details = {"Bucket": "b", "Key": "runs/manifest.json"}
    event = {"Merge": {"MapRunArn": "arn", "ResultWriterDetails": details}, "output": {"bucket": "o", "prefix": "out"}}
    assert parse(event) == Merge("b", "runs/manifest.json", "o", "out/")
    with pytest.raises(BatchEventError):
        parse({"Merge": {}})
