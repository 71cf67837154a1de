"""A canary on the real template: its functions in the emulator, the judge invoked as its schedule does it."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from tests.integration.local_stack.conftest import Caller, settings
from tests.models.published import DRAFTS, file
from tintype.registry import canary, keys, promote, publish, read_release
from tintype.registry.history import history
from workbench.local.layout import PROJECT
from workbench.local.model import registry
from workbench.local.scheduler import scheduled_event
from workbench.local.stack import Stack

pytestmark = pytest.mark.slow
POLICY = {"canary": {"least_minutes": 0, "least_calls": 20, "most_latency_ratio": 100}}


@pytest.fixture
def stack(tmp_path):
    overrides = {"CanaryJudge": "On", "RefreshSeconds": "0", "ThrottleRate": "1000", "ThrottleBurst": "1000"}
    chosen = settings(tmp_path, PROJECT / "template.yaml", **overrides)
    with Stack(replace(chosen, integration_seconds=29.0)) as running:
        yield running


@pytest.fixture
def models(stack):
    """The stack's registry: `digits` in production, a version with wrong labels as a canary."""
    bucket, draft = registry(stack.ready), DRAFTS["digits"]
    publish(bucket, draft, {"model": file("digits")})
    publish(bucket, draft._replace(labels=(*draft.labels[5:], *draft.labels[:5])), {"model": file("digits")})
    promote(bucket, "digits", 1)
    bucket.put(keys.policy("digits"), json.dumps(POLICY).encode())
    canary(bucket, "digits", 2, 0.5)
    yield bucket
    bucket.close()


def ask(caller, draw):
    image, written = Image.frombytes("L", (28, 28), draw.randbytes(784)), BytesIO()
    image.save(written, "PNG")
    status, _, headers = caller.call("/v1/models/digits:predict", body=written.getvalue(), content_type="image/png")
    return status, headers["X-Tintype-Version"]


def test_a_bad_version_is_rolled_back(stack, models):
    """Calls over HTTP are counted by their containers; the scheduled function sums them, and the bad version goes."""
    caller, draw = Caller(stack.ready), random.Random(1)  # noqa: S311
    (schedule,) = stack.description.schedules
    done: list[dict] = []
    until = time.monotonic() + 60  # a container writes what it has counted every five seconds
    while time.monotonic() < until:
        assert {status for status, _ in (ask(caller, draw) for _ in range(30))} == {200}
        outcome = stack.submit(schedule.function, scheduled_event(schedule, stack.description)).result(60)
        assert outcome.failure is None, outcome.payload
        (judged,) = json.loads(outcome.payload)["judged"]
        done.append(judged)
        if judged["action"] != "wait":
            break
        time.sleep(0.5)
    assert (done[-1]["action"], done[-1]["version"]) == ("rollback", 2)
    assert read_release(models, "digits")[0].aliases["production"] == {1: 1.0}
    assert history(models, "digits")[-1].who == "canary judge"
    assert {ask(caller, draw) for _ in range(10)} == {(200, "1")}
