"""The smoke test's bytes against APIs that keep or spoil them; the real one is tried in tests/integration."""

import json
import struct

import pytest

from tests.support.deployments import Deployment
from tests.support.replies import serve
from workbench.calling import Caller
from workbench.smoke.tensors import tensors

RIGHT = struct.pack("<4f", 1, 0, 0, 0)


def found(reply):
    """Return what the check finds at an API that answers so."""
    with serve(reply) as server:
        [finding] = tensors(Caller(Deployment(server.url)), "scratch")
    return finding


def scores(status=200, data=RIGHT, length=None):
    head = json.dumps({"outputs": []}).encode()
    return lambda _: (status, {"Inference-Header-Content-Length": length or str(len(head))}, head + data)


def test_right():
    """Scores that come as the bytes that they were are right."""
    assert found(scores()).state == "ok"


@pytest.mark.parametrize(
    "reply",
    [scores(502), scores(data=b""), scores(data=b"x" * 16), scores(length="many"), lambda _: (200, {}, b"text")],
)
def test_spoilt(reply):
    """An answer of any other kind is wrong."""
    assert found(reply).state == "wrong"
