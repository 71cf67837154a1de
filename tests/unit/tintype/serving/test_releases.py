from __future__ import annotations

import pytest

from tests.models.published import release
from tintype.errors import ManifestError, ModelNotFoundError, RegistryUnavailableError
from tintype.registry import keys
from tintype.serving import releases as module
from tintype.serving.releases import Releases


@pytest.fixture
def releases(bucket, clock):  # noqa: ARG001 -- the time has to stand still
    return Releases(bucket.twin(), 10.0)


@pytest.fixture
def looks(monkeypatch):
    """Which names were asked for in S3."""
    asked = []
    real = module.read_release

    def spy(bucket, name, etag):
        asked.append(name)
        return real(bucket, name, etag)

    monkeypatch.setattr(module, "read_release", spy)
    return asked


def test_not_asked_again(bucket, releases, clock, looks):
    """Within the seconds a release is not asked for again, after them it is."""
    release(bucket, "quadrants")
    releases.newest("quadrants")
    clock.pass_by(9.9)
    releases.newest("quadrants")
    assert looks == ["quadrants"]
    clock.pass_by(0.2)
    releases.newest("quadrants")
    assert looks == ["quadrants"] * 2


def test_newer(bucket, releases, clock):
    """A newer release is seen by the first look after it."""
    release(bucket, "quadrants")
    assert releases.newest("quadrants")[0].live() == 1
    release(bucket, "quadrants")
    assert releases.newest("quadrants")[0].live() == 1
    clock.pass_by(10.1)
    assert releases.newest("quadrants")[0].live() == 2


def test_clock_set_back(bucket, releases, clock, looks):
    """A clock that was set back does not keep an old release alive."""
    release(bucket, "quadrants")
    releases.newest("quadrants")
    clock.pass_by(-3600)
    releases.newest("quadrants")
    assert len(looks) == 2


def test_unknown(releases, looks):
    """An unknown name is not found, and remembered as such for as long as a release would be."""
    for _ in range(2):
        with pytest.raises(ModelNotFoundError):
            releases.newest("nothing")
    assert looks == ["nothing"]


@pytest.mark.parametrize("name", ["..", "", "UPPER", "a/b", "a b", "x" * 64, "x" * 5000, "%2e%2e", "\ud800"])
def test_no_name(releases, looks, name):
    """What cannot be a model's name is not found, without asking S3 for it."""
    with pytest.raises(ModelNotFoundError):
        releases.newest(name)
    assert looks == []


def test_unreachable_at_first(bucket, releases, s3_down):
    """Before anything is known, S3's silence is an error of its own, and the very next call looks again."""
    release(bucket, "quadrants")
    with s3_down(), pytest.raises(RegistryUnavailableError):
        releases.newest("quadrants")
    assert releases.newest("quadrants")[0].live() == 1


def test_unreachable_later(bucket, releases, clock, s3_down):
    """What is known stays known while S3 is silent, with the reason beside it until S3 answers again."""
    release(bucket, "quadrants")
    known, problem = releases.newest("quadrants")
    assert problem == ""
    clock.pass_by(11)
    with s3_down():
        assert releases.newest("quadrants")[0] == known
        assert "Connection refused" in releases.newest("quadrants")[1]
    clock.pass_by(11)
    assert releases.newest("quadrants") == (known, "")


def test_broken_at_first(bucket, releases):
    """A release that cannot be read is told as that, and seen as soon as it is mended."""
    bucket.put(keys.release("quadrants"), b"{")
    with pytest.raises(ManifestError, match="registry's release cannot be read"):
        releases.newest("quadrants")
    bucket.delete(keys.release("quadrants"))
    release(bucket, "quadrants")
    assert releases.newest("quadrants")[0].live() == 1


def test_broken_later(bucket, releases, clock):
    """A release that cannot be read leaves the last one in force, with the reason beside it."""
    release(bucket, "quadrants")
    known, _ = releases.newest("quadrants")
    bucket.put(keys.release("quadrants"), b"{")
    clock.pass_by(11)
    same, problem = releases.newest("quadrants")
    assert same == known
    assert "cannot be read" in problem


def test_withdrawn(bucket, releases, clock):
    """A model whose release was taken away is not found any more."""
    release(bucket, "quadrants")
    releases.newest("quadrants")
    bucket.delete(keys.release("quadrants"))
    clock.pass_by(11)
    with pytest.raises(ModelNotFoundError):
        releases.newest("quadrants")


def test_many_names(releases, monkeypatch):
    """Names that callers make up do not fill the memory."""
    monkeypatch.setattr(module, "_MOST_NAMES", 8)
    for index in range(20):
        with pytest.raises(ModelNotFoundError):
            releases.newest(f"made-up-{index}")
    assert len(releases._known) <= 9  # noqa: SLF001


def test_forget(bucket, releases, looks):
    """After forgetting, the next call looks, and what was known stands in while S3 is silent."""
    release(bucket, "quadrants")
    releases.newest("quadrants")
    releases.forget(bucket)
    releases.newest("quadrants")
    assert len(looks) == 2
