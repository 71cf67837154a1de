from __future__ import annotations

from types import SimpleNamespace

import pytest

from tintype.errors import RegistryUnavailableError, RoutesError
from tintype.uploads.routes import Routes

ONE, TWO = (f'{{"uploads": [{{"prefix": "**", "model": "{name}"}}]}}'.encode() for name in ("one", "two"))


@pytest.fixture
def now(monkeypatch):
    """The time, which stands still until it is moved."""
    moment = SimpleNamespace(seconds=1_700_000_000.0)
    monkeypatch.setattr("tintype.uploads.routes.time", SimpleNamespace(time=lambda: moment.seconds))
    return moment


@pytest.fixture
def look(bucket, now):  # noqa: ARG001 -- it stands still
    """Return a function that returns the models which the rules name."""
    routes = Routes(10.0)
    return lambda: [rule.route.model for rule in routes.newest(bucket)]


def test_none(look):
    """Without a document there are no rules."""
    assert look() == []


def test_newer(bucket, look, now):
    """A newer document counts once the last look is old enough; so does its absence."""
    bucket.put("routes.json", ONE)
    assert look() == ["one"]
    bucket.put("routes.json", TWO)
    assert look() == ["one"]
    now.seconds += 11
    assert look() == ["two"]
    now.seconds += 11
    assert look() == ["two"]  # not modified
    bucket.delete("routes.json")
    now.seconds += 11
    assert look() == []


def test_unreachable(bucket, look, now, s3_down):
    """While S3 does not answer the last known rules count; without any it is an error that may pass."""
    with s3_down(), pytest.raises(RegistryUnavailableError):
        look()
    bucket.put("routes.json", ONE)
    assert look() == ["one"]
    now.seconds += 11
    with s3_down():
        assert look() == ["one"]


def test_malformed(bucket, look, now):
    """A malformed document is an error, also where an earlier one is known, until it is mended."""
    bucket.put("routes.json", ONE)
    assert look() == ["one"]
    bucket.put("routes.json", b"no JSON")
    now.seconds += 11
    for _ in range(2):
        with pytest.raises(RoutesError):
            look()
    bucket.put("routes.json", TWO)
    assert look() == ["two"]
