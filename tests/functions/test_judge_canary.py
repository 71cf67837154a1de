"""A canary from its first call to its end: answered, counted and judged by the functions themselves."""

from __future__ import annotations

import base64
import json
import random
from io import BytesIO

import pytest
from PIL import Image

from tests.functions.conftest import EVENTS
from tests.models.published import DRAFTS, file
from tintype.canary import counting, totals
from tintype.registry import canary, keys, publish, read_release
from tintype.registry.history import history

# The latency of a busy machine says nothing of versions.
POLICY = {"canary": {"least_minutes": 0, "least_calls": 40, "steps": [0.5, 0.7, 1], "most_latency_ratio": 100}}
LABELS = DRAFTS["digits"].labels


@pytest.fixture
def live(buckets, monkeypatch):
    """The registry, with a policy for a test's pace; containers write and look at releases at each call."""
    monkeypatch.setenv("TINTYPE_REFRESH_SECONDS", "0")
    monkeypatch.setattr(counting, "SECONDS", 0.05)
    buckets["model"].put(keys.policy("digits"), json.dumps(POLICY).encode())
    return buckets["model"]


@pytest.fixture
def call(import_handler, event):
    """Return a function that asks about a new random image and returns the status and the version that answered."""
    handler, draw = import_handler("predict_http"), random.Random(1)  # noqa: S311

    def calling():
        image = Image.frombytes("L", (28, 28), bytes(draw.randrange(256) for _ in range(28 * 28)))
        written = BytesIO()
        image.save(written, "PNG")
        asked = event("http_predict_png") | {"body": base64.b64encode(written.getvalue()).decode()}
        response = handler(asked, None)
        return response["statusCode"], response["headers"].get("X-Tintype-Version")

    return calling


@pytest.fixture
def judge(import_handler, event):
    """Return a function that lets a minute pass for the judge, and returns what it found."""
    handler = import_handler("judge_canary")
    return lambda: handler(event("judge_every_minute"), None)["judged"]


def shares(bucket):
    return read_release(bucket, "digits")[0].aliases["production"]


def test_a_version_with_wrong_answers_is_rolled_back(live, call, judge):
    """A bad version, published on purpose, gets half of the calls, is found out by its answers, and loses them all."""
    bad = publish(live, DRAFTS["digits"]._replace(labels=(*LABELS[5:], *LABELS[:5])), {"model": file("digits")})
    canary(live, "digits", bad.version, 0.5, who="the owner")
    answered = {version for _, version in (call() for _ in range(120))}
    assert answered == {"1", "2"}
    (done,) = judge()
    assert (done["action"], done["version"]) == ("rollback", 2)
    assert "of its answers are others" in done["why"]
    assert shares(live) == {1: 1.0}
    assert {call() for _ in range(10)} == {(200, "1")}
    assert [(entry.action, entry.who) for entry in history(live, "digits")][-1] == ("rollback", "canary judge")


def test_a_version_that_cannot_answer_is_rolled_back_before_it_hurts(live, call, judge):
    """A version whose file does not load is never given to a caller; its calls count as failed, and it goes."""
    bad = publish(live, DRAFTS["digits"], {"model": b"no model"})
    canary(live, "digits", bad.version, 0.5, who="the owner")
    assert {call() for _ in range(40)} == {(200, "1")}
    (done,) = judge()
    assert (done["action"], done["errors"]["production"]) == ("rollback", 0)
    assert shares(live) == {1: 1.0}


def test_a_good_version_is_widened_to_all_calls(live, call, judge):
    """A version that answers as production does gets more calls round by round, and at last all of them."""
    good = publish(live, DRAFTS["digits"], {"model": file("digits")})
    canary(live, "digits", good.version, 0.5, who="the owner")
    seen = []
    for _ in range(2):
        while not (done := judge()) or done[0]["action"] == "wait":
            for _ in range(40):
                call()
        seen.append(done[0]["action"])
    assert seen == ["widen", "promote"]
    assert shares(live) == {2: 1.0}
    assert {call() for _ in range(10)} == {(200, "2")}
    assert judge() == []


def test_without_a_canary_nothing_is_counted(live, call, judge):
    """While one version has all calls, no call writes anything to the registry's bucket."""
    before = set(live.list(""))
    assert {call() for _ in range(10)} == {(200, "1")}
    assert judge() == []
    assert set(live.list("")) == before


def test_uploads_are_counted_too(live, buckets, import_handler, event):
    """What is uploaded for a model with a canary counts as what is asked over HTTP does."""
    canary(live, "digits", publish(live, DRAFTS["digits"], {"model": file("digits")}).version, 0.5)
    buckets["upload"].put("digits/seven.png", (EVENTS / "images/seven.png").read_bytes())
    assert import_handler("predict_upload")(event("upload_object_created"), None) == {"batchItemFailures": []}
    totalled = totals.read(live, "digits", [2], "production")
    assert [(tally.calls, tally.errors, tally.labels) for tally in totalled.values()] == [(1, 0, {"7": 1})]
