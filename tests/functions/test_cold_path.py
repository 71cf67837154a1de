from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.functions.conftest import EVENTS

SCRIPT = """
import json, sys
from functions.predict_{kind}.app import handler
answer = handler(json.load(sys.stdin), None)
assert answer.get("statusCode") == 200 or answer == {{"batchItemFailures": []}}, answer
sys.stderr.write("\\n".join(sys.modules))
"""
SLOW = {
    "tensorflow",
    "ai_edge_litert",
    "numpy",
    "constriction",
    "boto3",
    "botocore.session",
    "pydantic",
    "ssl",
    "http.client",
    "asyncio",
    "tintype.http.openapi",
    "tintype.codec",
    "tintype.images.container",
}


@pytest.fixture
def modules(buckets, event):
    """Return a function that returns what is imported on the way from a new container to its first answer."""
    buckets["upload"].put("digits/seven.png", (EVENTS / "images/seven.png").read_bytes())

    def running(kind, name):
        command = [sys.executable, "-c", SCRIPT.format(kind=kind)]
        environment = {**os.environ, "TINTYPE_PRELOAD": "digits", "PYTHONPATH": str(EVENTS.parent)}
        run = subprocess.run(
            command,
            check=True,
            capture_output=True,
            text=True,
            env=environment,
            cwd=EVENTS.parent,
            input=json.dumps(event(name)),
        )
        return set(run.stderr.splitlines())

    return running


@pytest.mark.parametrize(
    ("kind", "name"), [("http", "http_predict_png"), ("upload", "upload_object_created"), ("shadow", "shadow_call")]
)
def test_nothing_slow(modules, kind, name):
    """Nothing that takes long to import is imported before the first answer to a picture."""
    imported = modules(kind, name)
    assert "tintype.runtimes.litert.network" in imported
    assert {name for name in imported if any(name == slow or name.startswith(f"{slow}.") for slow in SLOW)} == set()
