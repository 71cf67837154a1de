"""Twenty promotions and rollbacks while eight clients make ten thousand calls: counted on their side."""

import json
import time

import pytest
import requests

from benchmarks.changes.running import CALLS, CHANGES, run
from benchmarks.changes.stack import IMAGE, serving
from tintype.registry import shadow
from workbench.local.aws.client import client

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

REFRESH = 1.0  # seconds; the template's ten, for twenty changes to fit into a test


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A stack of four environments with eleven versions of a model, and with shadow traffic."""
    home = tmp_path_factory.mktemp("home")
    with serving(home, REFRESH, CHANGES // 2 + 1, ShadowTraffic="On") as running:
        yield running


def test_changes(served):
    """No call fails, none is answered by what was replaced more than RefreshSeconds ago, and memory comes back."""
    figures = run(served.stack, served.registry, served.versions, IMAGE, REFRESH + 0.5)
    assert (figures.failed, figures.changes) == (0, CHANGES)
    assert figures.calls >= CALLS
    assert figures.versions == CHANGES // 2 + 1
    assert figures.latest <= REFRESH
    assert figures.after <= 1.05 * figures.before


def test_shadow(served):
    """A shadow of production is asked on the same image, from the queue, and one document says how it differs."""
    live, other = served.versions[0], served.versions[-1]
    shadow(served.registry, "digits", other)
    time.sleep(REFRESH + 0.1)
    headers = {"x-api-key": served.stack.api_key, "Content-Type": "image/png"}
    answer = requests.post(f"{served.stack.api}/v1/models/digits:predict", IMAGE, headers=headers, timeout=60)
    assert (answer.status_code, answer.headers["X-Tintype-Version"]) == (200, str(live))
    (document,) = documents(served.stack, f"shadows/digits/{other}/")
    assert (document["version"], document["same_label"]) == (live, False)
    assert document["difference"] > 0.2  # no label of the one is one of the other's
    assert document["inputs"][0]["shadow_label"] == f"7 of {len(served.versions) - 1}"


def documents(stack, prefix: str) -> list[dict]:
    """Wait for what lies below a prefix of the result bucket."""
    s3, bucket = client("s3", stack.aws), stack.buckets["ResultBucket"]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if keys := [item["Key"] for item in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", ())]:
            return [json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read()) for key in keys]
        time.sleep(0.1)
    return pytest.fail(f"nothing below {prefix} in a minute")
