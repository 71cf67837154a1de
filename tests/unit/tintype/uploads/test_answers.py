from __future__ import annotations

import json
import re
from threading import Barrier, Thread

import pytest

from tests.models.published import TOP_RIGHT, manifest
from tintype.errors import StorageUnavailableError
from tintype.manifest import FileEntry
from tintype.uploads.answers import answer_key, answer_name, found_or_made

QUADRANTS = manifest("quadrants")


def test_stable():
    """The name never changes, or every image would be run again."""
    assert answer_name(TOP_RIGHT, QUADRANTS, 5) == answer_name(bytearray(TOP_RIGHT), manifest("quadrants"), 5)
    assert re.fullmatch(r"answers/[0-9a-f]{64}\.json", answer_key(answer_name(TOP_RIGHT, QUADRANTS, 5)))


def test_differs():
    """Another image, model file, reading of its outputs, or parameter has another name."""
    file = {"model": FileEntry("0" * 64, 1)}
    others = [QUADRANTS._replace(files=file), manifest("quadrants", labels=("a", "b", "c", "d"))]
    others += [manifest("quadrants", task="other"), manifest("quadrants", preprocessing=manifest("pair").preprocessing)]
    names = {answer_name(TOP_RIGHT, other, 5) for other in (QUADRANTS, *others)}
    names |= {answer_name(TOP_RIGHT, QUADRANTS, 4), answer_name(b"other", QUADRANTS, 5)}
    assert len(names) == 7


@pytest.mark.parametrize("changes", [{"version": 2}, {"metrics": {}}, {"lineage": {}}, {"golden": None}])
def test_same(changes):
    """What changes nothing about an answer changes nothing about its name: what is known of the model."""
    assert answer_name(TOP_RIGHT, QUADRANTS._replace(**changes), 5) == answer_name(TOP_RIGHT, QUADRANTS, 5)


@pytest.mark.parametrize("changes", [{"version": 2}, {"name": "other"}])
def test_codec(changes):
    """A learned codec writes its version into what it makes, so that no other version's file will do."""
    coder = manifest("coder")
    assert answer_name(TOP_RIGHT, coder._replace(**changes), 5) != answer_name(TOP_RIGHT, coder, 5)


def test_made_once(results):
    """An answer is made once, and found from then on."""
    made = found_or_made(results, "answers/a.json", lambda: {"label": "größer"})
    found = found_or_made(results, "answers/a.json", lambda: pytest.fail("made again"))
    assert made == found == {"label": "größer"}


def test_two_at_once(results):
    """Two workers that make the same answer at once both go on with the one that was written."""
    barrier, answers = Barrier(2), []

    def make(number):
        barrier.wait()
        return {"number": number}

    def work(number, bucket):
        answers.append(found_or_made(bucket, "answers/a.json", lambda: make(number)))
        bucket.close()

    threads = [Thread(target=work, args=(number, results.twin())) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [json.loads(results.get("answers/a.json").body)] * 2


def test_failed(results, s3_down):
    """What fails while an answer is made or looked for leaves none."""
    with pytest.raises(ZeroDivisionError):
        found_or_made(results, "answers/a.json", lambda: {"number": 1 / 0})
    with s3_down(), pytest.raises(StorageUnavailableError):
        found_or_made(results, "answers/a.json", dict)
    assert list(results.list("")) == []
