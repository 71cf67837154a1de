from __future__ import annotations

import json

import pytest

from tintype.uploads.documents import write

DONE, OTHER = ({"status": "done", "number": number} for number in (1, 2))
FAILED = {"status": "failed", "error": {"type": "NotAnImageError"}}
GONE = {"status": "failed", "error": {"type": "UploadGoneError"}}
SUPERSEDED = {"status": "superseded", "error": {"type": "UploadSupersededError"}}


def kept(results):
    return json.loads(results.get("k").body)


@pytest.mark.parametrize("first", [DONE, FAILED])
@pytest.mark.parametrize("second", [OTHER, FAILED, GONE, SUPERSEDED])
def test_first_stays(results, first, second):
    """What is said of an object that was read is never changed."""
    write(results, "k", first)
    write(results, "k", second)
    assert kept(results) == first


@pytest.mark.parametrize("first", [GONE, SUPERSEDED])
@pytest.mark.parametrize("second", [DONE, FAILED])
def test_unread_makes_room(results, first, second):
    """A document that only says that the object could not be read makes room for one that says what is in it."""
    write(results, "k", first)
    write(results, "k", second)
    assert kept(results) == second


def test_unread_stays_unread(results):
    """Of two documents that both say that the object could not be read the first stays."""
    write(results, "k", GONE)
    write(results, "k", SUPERSEDED)
    assert kept(results) == GONE


def test_faster_worker(results, monkeypatch):
    """Of two workers that both have the answer, the faster one writes it, and the slower one is content."""
    write(results, "k", GONE)
    real = results.get

    def get(key):
        found = real(key)
        results.put(key, json.dumps(DONE).encode(), if_match=found.etag)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(results, "get", get)
        write(results, "k", OTHER)
    assert kept(results) == DONE
