from __future__ import annotations

import pytest

from tintype.tasks import Result, Timings
from tintype.tasks.keeping import kept

DOCUMENT = {"task": "enhancement", "output": {"width": 3}}


@pytest.fixture
def results(make_bucket):
    """The result bucket."""
    return make_bucket()


@pytest.mark.parametrize(
    ("media_type", "ending"),
    [("image/png", "png"), ("image/jpeg", "jpg"), ("image/webp", "webp"), ("application/x-new", "bin")],
)
def test_written(results, media_type, ending):
    """A file is written under its media type, and the document says where."""
    said = kept(Result(DOCUMENT, Timings(), b"file", media_type), results, "answers/1")
    assert said == {"task": "enhancement", "output": {"width": 3, "key": f"answers/1.{ending}"}}
    assert results.get(f"answers/1.{ending}").headers["content-type"] == media_type


def test_once(results):
    """What was written before stays."""
    for body in (b"first", b"second"):
        kept(Result(DOCUMENT, Timings(), body, "image/png"), results, "answers/2")
    assert results.get("answers/2.png").body == b"first"


def test_no_file(results):
    """A document alone is returned as it is."""
    assert kept(Result(DOCUMENT, Timings()), results, "answers/3") == DOCUMENT
