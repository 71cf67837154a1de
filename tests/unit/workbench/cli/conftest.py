"""The command line against a local stack that consists of its registry, as far as its files tell."""

import os
import time

import pytest
from typer.testing import CliRunner

from tintype.registry import promote, publish
from workbench.cli import main
from workbench.local import ready
from workbench.local.layout import Layout
from workbench.local.lock import hold


@pytest.fixture
def api():
    """The address of the stack's API; tests that call one give their own."""
    return "http://127.0.0.1:1/api"


@pytest.fixture
def home(bucket, aws, api, tmp_path, monkeypatch):
    """The folder of a local stack whose registry is the test's bucket."""
    for name in ("TINTYPE_CONTEXT", "TINTYPE_STACK", "AWS_DEFAULT_PROFILE", "TINTYPE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "home"
    monkeypatch.setenv("TINTYPE_HOME", str(folder))
    layout = Layout(folder)
    buckets = {"ModelBucket": bucket.name, "UploadBucket": "uploads", "ResultBucket": "results"}
    addresses, keys = (api, f"http://{aws}"), {"CallerKey": "secret"}
    with hold(layout.lock_file):
        stack = ready.Ready(os.getpid(), *addresses, keys, buckets, {}, "source", time.time())
        ready.write(layout, stack)
        yield folder


@pytest.fixture
def run(home):  # noqa: ARG001 -- the stack
    """Return a function that runs the command with arguments."""
    return lambda *arguments: CliRunner().invoke(main, [str(item) for item in arguments])


@pytest.fixture
def digits(bucket, make_draft):
    """A model with three versions: the second is live, the third is staged."""
    few = ("zero", "one", "two")
    for accuracy, labels in ((0.9, few), (0.95, few), (0.97, ("zero", "one", "many"))):
        publish(bucket, make_draft(metrics={"accuracy": accuracy}, labels=labels), {"model": b"%.2f" % accuracy})
    promote(bucket, "digits", 2, who="somebody", why="better")
    promote(bucket, "digits", 3, alias="staging", who="else", why="to look at")
    return "digits"
