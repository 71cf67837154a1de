from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from tests.models.published import manifest
from tintype.canary import counting, totals
from tintype.canary.counting import SECONDS, Counters
from tintype.errors import StorageUnavailableError
from tintype.registry import Release, keys
from tintype.serving.watching import Seen

SEVEN = Seen(manifest("digits"), b"an image", 0.01, {"label": "7"}, "7", is_image=True)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """The time that the counters see, in a list."""
    moment = [1_700_000_000.0]
    monkeypatch.setattr(counting, "time", SimpleNamespace(time=lambda: moment[0]))
    return moment


@pytest.fixture
def release():
    return Release(4, {"production": {1: 0.9, 2: 0.1}}, {})


def watch(counters, release, version):
    return counters.watch("digits", release, "production", version, 10)


def written(bucket):
    return [json.loads(bucket.get(key).body) for key in bucket.list("counters/")]


def test_the_first_call_writes_and_later_ones_wait(bucket, release, now):
    """A container writes with its first call, and again with the first call that comes seconds later."""
    counters = Counters(lambda: bucket)
    for _ in range(3):
        watch(counters, release, 1).answered(SEVEN)
    assert [document["production"]["1"]["calls"] for document in written(bucket)] == [1]
    now[0] += SECONDS
    watch(counters, release, 2).failed()
    (document,) = written(bucket)
    assert document["production"]["1"]["calls"] == 3
    assert document["production"]["2"] == {"calls": 1, "errors": 1, "latency": {}, "images": {}}


def test_all_containers_are_summed(bucket, release):
    """The sums are those of all containers, of the releases that are asked for, under the alias."""
    for _ in range(3):
        watch(Counters(lambda: bucket), release, 2).answered(SEVEN)
    watch(Counters(lambda: bucket), release._replace(sequence=5), 2).answered(
        SEVEN._replace(data=b"another", label="1")
    )
    other = release._replace(aliases={"staging": {2: 1.0}})
    Counters(lambda: bucket).watch("digits", other, "staging", 2, 10).failed()
    totalled = totals.read(bucket, "digits", range(4, 6), "production")
    assert (totalled[2].calls, totalled[2].labels) == (4, {"7": 1, "1": 1})
    assert totals.read(bucket, "digits", [4], "production")[2].calls == 3
    assert totals.read(bucket, "digits", [3], "production") == {}


def test_a_new_release_starts_anew(bucket, release):
    """After another release a container counts from nothing, under that release's number."""
    counters = Counters(lambda: bucket)
    watch(counters, release, 1).answered(SEVEN)
    watch(counters, release._replace(sequence=5), 1).answered(SEVEN)
    assert [document["production"]["1"]["calls"] for document in written(bucket)] == [1, 1]


def test_without_s3_the_call_goes_on(release, now, logged):
    """A write that fails costs no call its answer, and is tried again a minute later."""

    class Failing:
        tries = 0

        def put(self, *_, **__):
            self.tries += 1
            message = "no answer"
            raise StorageUnavailableError(message)

    failing = Failing()
    counters = Counters(lambda: failing)
    for seconds in (0, SECONDS, 50, 5):
        now[0] += seconds
        watch(counters, release, 1).answered(SEVEN)
    assert failing.tries == 2
    assert "the canary's counters are not written" in str(logged())


def test_unreadable_counters_are_passed_over(bucket, release, logged):
    """What another program has put there is no reason not to judge."""
    watch(Counters(lambda: bucket), release, 1).failed()
    bucket.put(keys.counters("digits", 4, "odd"), b'{"production": {"1": {}}}')
    bucket.put(keys.counters("digits", 4, "odder"), b"[")
    assert totals.read(bucket, "digits", [4], "production")[1].calls == 1
    assert str(logged()).count("cannot be read") == 2
