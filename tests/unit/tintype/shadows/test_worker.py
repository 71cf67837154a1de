from __future__ import annotations

import json
import re

import pytest

from tests.models.published import DRAFTS, TOP_RIGHT, file, png
from tests.support.events import batch
from tintype.registry import keys, publish
from tintype.shadows import Worker, answer
from tintype.shadows.handing import MOST_BODY

_PATH = "/v1/models/quadrants:predict"
FLIPPED = {"labels": ("top right", "top left", "bottom left", "bottom right"), "golden": None}


@pytest.fixture
def handed(shadowing, post, bodies):
    """Return a function that asks a shadowed model and returns the message."""

    def asking(body=TOP_RIGHT, path=_PATH, **options):
        assert post(shadowing(**options), path, body)[0] == 200
        return bodies()

    return asking


def test_same(handed, work, results):
    """The shadow runs on the same image; one document per call says what both made of it, and how fast."""
    failed, (document,) = work(*handed())
    assert failed == []
    (key,) = results.list("shadows/quadrants/")
    assert re.fullmatch(r"shadows/quadrants/2/\d{4}-\d\d-\d\d/[0-9a-f]{32}\.json", key)
    assert results.get(key).body.count(b"\n") == 1
    assert (document["model"], document["alias"], document["version"], document["shadow"]) == (
        "quadrants", "production", 1, 2
    )  # fmt: skip
    assert (document["same_label"], document["difference"], document["failed"]) == (True, 0.0, 0)
    (said,) = document["inputs"]
    assert (said["label"], said["shadow_label"]) == ("top right", "top right")
    assert said["milliseconds"] > 0 < said["shadow_milliseconds"]
    assert said["image"].startswith("sha256:")
    assert "'b64'" not in str(document)  # the field: a digest may well have these three in a row


def test_flip(handed, work, emitted):
    """A shadow that would have said something else is counted."""
    _, (document,) = work(*handed(draft=FLIPPED))
    assert (document["same_label"], document["difference"]) == (False, 1.0)
    (line,) = [line for line in emitted() if "ShadowCalls" in line]
    assert (line["ShadowCalls"], line["ShadowLabelFlips"], line["ShadowErrors"]) == ([1.0], [1.0], [0.0])


def test_tensors(handed, work):
    """Rows of numbers are compared as images are, in their order."""
    _, (document,) = work(*handed({"instances": [[[[0.5]] * 8] * 8] * 2}))
    assert [said["same_label"] for said in document["inputs"]] == [True, True]


def test_large(handed, work):
    """What lies in the result bucket is read from there."""
    _, (document,) = work(*handed(png(8, 8, 7) + bytes(MOST_BODY)))
    assert document["same_label"]


def test_twice(handed, work, emitted):
    """A message that the queue gives out twice is written and counted once."""
    body = handed()[0]
    work(body)
    failed, documents = work(body)
    assert (failed, len(documents)) == ([], 1)
    assert sum("ShadowCalls" in line for line in emitted()) == 1


def test_shadow_cannot_be_served(handed, work, bucket):
    """A shadow that cannot be loaded is an error in the document, and no message comes again for it."""
    body = handed()
    bucket.delete(keys.manifest("quadrants", 2))
    failed, (document,) = work(*body)
    assert (failed, document["error"]["type"], document["inputs"]) == ([], "VersionNotFoundError", [])


def test_shadow_takes_other_tensors(bucket, handed, work):
    """A shadow that does not take an input says so beside it."""
    bodies = handed({"instances": [[[[0.5]] * 8] * 8]})
    publish(bucket, DRAFTS["colours"]._replace(name="quadrants"), {"model": file("colours")})
    document = json.loads(bodies[0]) | {"shadow": 3}
    _, (document,) = work(json.dumps(document))
    assert document["inputs"][0]["error"]["type"] == "TensorError"
    assert document["failed"] == 1


def test_s3_away(handed, s3_down, make_service, results, logged):
    """Without S3 the message comes again, and works when S3 is back; one that is no call comes again at any time."""
    body = handed()[0]
    worker = Worker(make_service(), results)
    with s3_down():
        assert [each["itemIdentifier"] for each in answer(batch(body), worker)["batchItemFailures"]] == ["message-0"]
    assert answer(batch(body, "?"), worker) == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}
    assert len(list(results.list("shadows/"))) == 1
    assert {line["kind"] for line in logged() if "kind" in line} == {"RegistryUnavailableError", "ShadowMessageError"}
