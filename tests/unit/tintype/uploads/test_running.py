from __future__ import annotations

import time

import pytest

from tintype.uploads.running import SECONDS, is_marked, mark

JOB = f"callers/{'0f' * 16}/quadrants/{'1' * 32}"
PLACE = "results/0123/v1.json"


def test_marked(results):
    """A job that a worker is at is marked, but not among the results, and no other job."""
    assert not is_marked(results, PLACE)
    mark(results, JOB, PLACE)
    assert is_marked(results, PLACE)
    assert not is_marked(results, "results/0123/v2.json")
    assert list(results.list("results/")) == []


def test_over(results, monkeypatch):
    """When the worker's time is over the mark does not count any more: the upload waits for another try."""
    mark(results, JOB, PLACE)
    later = time.time() + SECONDS
    monkeypatch.setattr("tintype.uploads.running.time.time", lambda: later)
    assert not is_marked(results, PLACE)


def test_other_uploads(results):
    """An upload that is no job is not marked: nobody asks, and a write costs money."""
    mark(results, "digits/a.png", PLACE)
    assert list(results.list("")) == []


@pytest.mark.usefixtures("s3_down_now")
def test_no_mark(results):
    """A mark that cannot be written holds up nothing."""
    mark(results, JOB, PLACE)


@pytest.fixture
def s3_down_now(s3_down):
    with s3_down():
        yield
