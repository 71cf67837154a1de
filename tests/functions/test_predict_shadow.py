from __future__ import annotations

import json

import pytest

from tests.functions.conftest import EVENTS

SAME = {"shadow_call": [True], "shadow_no_call": []}


@pytest.fixture
def handler(import_handler):
    return import_handler("predict_shadow")


def test_every_event():
    """Every event for this function has an answer that is expected here."""
    assert {path.stem for path in EVENTS.glob("shadow_*.json")} == SAME.keys()


@pytest.mark.parametrize("name", SAME)
def test_compared(handler, event, buckets, name):
    """Each event's call is run by its shadow, and compared; what is no call comes again."""
    failed = handler(event(name), None)["batchItemFailures"]
    documents = [json.loads(buckets["result"].get(key).body) for key in buckets["result"].list("shadows/")]
    assert [document["same_label"] for document in documents] == SAME[name]
    assert bool(failed) == (not SAME[name])


def test_unreachable(import_handler, event, monkeypatch):
    """Without S3 the message comes again, and works when S3 is back."""
    monkeypatch.setattr("tintype.s3.bucket._FIRST_PAUSE", 0.0)
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")  # the discard port: nobody listens there
        assert len(import_handler("predict_shadow")(event("shadow_call"), None)["batchItemFailures"]) == 1
    assert import_handler("predict_shadow")(event("shadow_call"), None) == {"batchItemFailures": []}
