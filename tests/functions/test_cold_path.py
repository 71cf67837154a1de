from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.functions.conftest import EVENTS

SCRIPT = """
import json, sys
from functions.predict_http.app import handler
answer = handler(json.load(open(sys.argv[1])), None)
assert answer["statusCode"] == 200, answer
sys.stderr.write("\\n".join(sys.modules))
"""
SLOW = {
    "tensorflow",
    "ai_edge_litert",
    "numpy",
    "boto3",
    "botocore.session",
    "pydantic",
    "ssl",
    "http.client",
    "asyncio",
    "tintype.http.openapi",
}


@pytest.fixture
def modules(buckets):  # noqa: ARG001 -- the environment names them
    """What is imported on the way from a new container to its first answer."""
    command = [sys.executable, "-c", SCRIPT, EVENTS / "http_predict_png.json"]
    environment = {**os.environ, "TINTYPE_PRELOAD": "digits", "PYTHONPATH": str(EVENTS.parent)}
    run = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=EVENTS.parent)
    assert json.loads(run.stdout.splitlines()[-1])["status"] == 200
    return set(run.stderr.splitlines())


def test_nothing_slow(modules):
    """Nothing that takes long to import is imported before the first answer to a picture."""
    assert "tintype.runtimes.litert.network" in modules
    assert {name for name in modules if any(name == slow or name.startswith(f"{slow}.") for slow in SLOW)} == set()
