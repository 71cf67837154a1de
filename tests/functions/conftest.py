"""The handlers, imported as Lambda imports them, upon a registry in which `digits` is released."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest

from tests.models.published import release

EVENTS = Path(__file__).parents[2] / "events"


@pytest.fixture
def buckets(make_bucket, monkeypatch):
    """The deployment's three buckets: models, uploads, results."""
    made = {role: make_bucket() for role in ("model", "upload", "result")}
    for role, bucket in made.items():
        monkeypatch.setenv(f"TINTYPE_{role.upper()}_BUCKET", bucket.name)
    release(made["model"], "digits")
    return made


@pytest.fixture
def import_handler(buckets):  # noqa: ARG001 -- the environment names them
    """Return a function that imports a function's handler anew, as a new container does."""
    imported = []

    def importing(function):
        module = f"functions.{function}.app"
        sys.modules.pop(module, None)
        imported.append(importlib.import_module(module))
        return imported[-1].handler

    yield importing
    for module in imported:
        if service := getattr(module, "SERVICE", None):
            service.suspend()
        if bucket := getattr(module, "BUCKET", None):
            bucket.close()
        if crew := getattr(module, "CREW", None):
            crew.close()
            module.FAILURES.queues.close()


@pytest.fixture
def event(buckets):
    """Return a function that returns one of the files in `events/`, about the upload bucket of this test."""
    named = "tintype-uploads-123456789012-us-east-1"
    return lambda name: json.loads((EVENTS / f"{name}.json").read_text().replace(named, buckets["upload"].name))
