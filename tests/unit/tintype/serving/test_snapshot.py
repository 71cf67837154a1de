from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from tintype.serving import start


@pytest.fixture
def hooks(monkeypatch):
    """What Lambda's own module was told, in its place."""
    told = {}
    stand_in = SimpleNamespace(
        register_before_snapshot=lambda function: told.update(before=function),
        register_after_restore=lambda function: told.update(after=function),
    )
    monkeypatch.setitem(sys.modules, "snapshot_restore_py", stand_in)
    monkeypatch.setenv("TINTYPE_MODEL_BUCKET", "a-bucket")
    return told


def test_registered(hooks, monkeypatch, aws):  # noqa: ARG001 -- for the credentials
    """With SnapStart the service is suspended before the snapshot and resumed after it."""
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
    service = start()
    assert hooks == {"before": service.suspend, "after": service.resume}


def test_not_registered(hooks, monkeypatch, aws):  # noqa: ARG001 -- for the credentials
    """Without SnapStart nobody is told anything."""
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")
    start()
    assert hooks == {}
