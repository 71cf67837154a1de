from __future__ import annotations

import json
from io import StringIO

import pytest
from rich.console import Console

from tests.unit.tintype.canary.test_verdict import tally
from tintype.errors import ModelNotFoundError
from tintype.registry import canary, keys, promote, read_release
from workbench.commands.judging import judge, render


@pytest.fixture
def failing(bucket, publish_quadrants):
    """A canary of which every call fails."""
    promote(bucket, "quadrants", publish_quadrants())
    release = canary(bucket, "quadrants", publish_quadrants(), 0.25)
    counted = {"production": {"1": tally(75).to_document(), "2": tally(25, errors=25).to_document()}}
    bucket.put(keys.counters("quadrants", release.sequence, "one"), json.dumps(counted).encode())
    return bucket


def shown(table):
    console = Console(file=StringIO(), width=200)
    console.print(table)
    return console.file.getvalue()


def test_no_such_model(failing):
    """A model that is not there is no model without canaries."""
    with pytest.raises(ModelNotFoundError):
        judge(failing, "nope", dry_run=True)


def test_a_dry_run_only_looks(failing):
    """A dry run says what would be done, and every version keeps its share."""
    (found,) = judge(failing, None, dry_run=True)
    assert (found["action"], found["done"]) == ("rollback", False)
    assert read_release(failing, "quadrants")[0].aliases["production"] == {1: 0.75, 2: 0.25}
    text = shown(render([found], dry_run=True))
    assert "quadrants@2 (production)" in text
    assert "25 / 75" in text
    assert "rollback" in text


def test_a_round(failing):
    """A round acts as the scheduled function does."""
    found = judge(failing, "quadrants", dry_run=False)
    assert found[0]["done"]
    assert "rolled back" in shown(render(found, dry_run=False))
    assert read_release(failing, "quadrants")[0].aliases["production"] == {1: 1.0}
    assert render(judge(failing, None, dry_run=False), dry_run=False) == "no canary runs"
