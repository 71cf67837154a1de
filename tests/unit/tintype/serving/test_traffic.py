from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.published import DRAFTS, file, release, share
from tintype.errors import BrokenReleaseError, RegistryUnavailableError, VersionNotFoundError
from tintype.registry import Release, keys, publish
from tintype.serving.traffic import chosen, in_order, point


def of(shares):
    return Release(1, {"production": shares}, {})


def met(release, words, name="digits"):
    """Return which version each of these words meets."""
    return [chosen(name, release, "production", lambda word=word: word) for word in words]


WORDS = [f"user-{number}".encode() for number in range(10_000)]


def test_shares():
    """Versions answer by their shares, to within what chance leaves of ten thousand callers."""
    versions = met(of({7: 0.7, 8: 0.2, 9: 0.1}), WORDS)
    assert [abs(versions.count(v) / 10_000 - share) < 0.015 for v, share in ((7, 0.7), (8, 0.2), (9, 0.1))] == [
        True
    ] * 3


@given(st.binary(), st.floats(0.01, 0.98), st.floats(0.001, 0.5))
def test_raised_share(word, share, more):
    """Whoever meets the canary still does so when its share is raised."""
    raised = min(0.99, share + more)
    if met(of({7: 1 - share, 8: share}), [word]) == [8]:
        assert met(of({7: 1 - raised, 8: raised}), [word]) == [8]


@given(st.binary(), st.text())
def test_point(word, name):
    """A point lies in [0, 1), and is the same each time."""
    assert 0 <= point(name, word) == point(name, bytearray(word)) < 1


def test_name_counts():
    """The callers of one model's canary are not those of another's."""
    both = [met(of({1: 0.9, 2: 0.1}), WORDS, name) for name in ("digits", "shoes")]
    assert both[0].count(2) / 4 > sum(pair == (2, 2) for pair in zip(*both, strict=True))


def test_one_version():
    """Where one version has all of an alias nothing is hashed, nor read."""
    assert chosen("digits", of({7: 1.0}), "production", lambda: pytest.fail("read")) == 7


def test_without_a_word():
    """What has neither image nor word meets the version with the largest share."""
    assert chosen("digits", of({7: 0.4, 8: 0.6}), "production", None) == 8


def test_no_alias():
    """An alias that does not exist is not found."""
    with pytest.raises(VersionNotFoundError, match="labelled 'canary'"):
        chosen("digits", of({7: 1.0}), "canary", None)


def test_order():
    """For a version stands in its alias's main version, then the last good one, then what else has a share."""
    release = of({7: 0.7, 8: 0.2, 9: 0.1})
    assert in_order(release, "production", 9, 5) == [9, 7, 5, 8]
    assert in_order(release, "production", 7, None) == [7, 8, 9]


@pytest.fixture
def shared(bucket):
    """Production is shared by versions 1 and 2."""
    release(bucket, "quadrants")
    publish(bucket, DRAFTS["quadrants"], {"model": file("quadrants") + b"version two"})
    share(bucket, "quadrants", {1: 0.9, 2: 0.1})


@pytest.fixture
def two(shared, service):  # noqa: ARG001 -- it has to be there first
    """A service that has answered nothing yet."""
    return service


def word_for(version, shares):
    """Return a word that meets this version of `quadrants`."""
    return next(word for word in WORDS if met(of(shares), [word], "quadrants") == [version])


SHARES = {1: 0.9, 2: 0.1}
TO_CANARY, TO_MAIN = word_for(2, SHARES), word_for(1, SHARES)


def answered(service, word):
    served = service.model("quadrants", sticky=lambda: word)
    return served.model.manifest.version, bool(served.problem)


def test_service(two):
    """A service answers a word by the same version each time, and without one by the main version."""
    assert [answered(two, word) for word in (TO_CANARY, TO_MAIN) * 2] == [(2, False), (1, False)] * 2
    assert two.model("quadrants").model.manifest.version == 1


def test_canary_fails(two, bucket, clock):
    """A canary that cannot be served is answered for by the main version, which says so; then it is tried again."""
    blob = keys.blob("quadrants", two.release("quadrants").models[2].sha256)
    body = bucket.get(blob).body
    bucket.put(blob, b"x" * len(body))
    assert answered(two, TO_CANARY) == (1, True)
    assert answered(two, TO_MAIN) == (1, False)
    bucket.put(blob, bytes(body))
    clock.pass_by(5)
    assert answered(two, TO_CANARY) == (1, True)
    clock.pass_by(6)
    assert answered(two, TO_CANARY) == (2, False)


def test_main_fails(two, bucket):
    """Where the main version cannot be served, and no earlier one is known, another that has a share stands in."""
    bucket.delete(keys.manifest("quadrants", 1))
    assert answered(two, TO_MAIN) == (2, True)
    assert answered(two, TO_CANARY) == (2, False)


def test_all_fail(two, bucket):
    """Where none of an alias's versions can be served the call has an error."""
    for version in (1, 2):
        bucket.delete(keys.manifest("quadrants", version))
    with pytest.raises(BrokenReleaseError):
        answered(two, TO_CANARY)


def test_s3_down_for_the_canary(two, s3_down):
    """With S3 away, a canary that is not there yet is answered for by the main version."""
    answered(two, TO_MAIN)
    with s3_down():
        assert answered(two, TO_CANARY) == (1, True)


def test_s3_down_for_all(two, s3_down):
    """With S3 away and nothing loaded the registry is unavailable."""
    two.release("quadrants")
    with s3_down(), pytest.raises(RegistryUnavailableError):
        answered(two, TO_CANARY)


@pytest.mark.usefixtures("shared")
def test_preload(make_service):
    """A container that starts loads all versions that production names."""
    service = make_service(preload=("quadrants",))
    service.preload()
    loaded = [service.model("quadrants", sticky=lambda word=word: word) for word in (TO_CANARY, TO_MAIN)]
    assert [(served.load_seconds, served.problem) for served in loaded] == [(0, "")] * 2


@pytest.mark.usefixtures("shared")
def test_preload_without_the_canary(bucket, make_service):
    """A canary that cannot be loaded does not keep the main version from being there."""
    bucket.delete(keys.manifest("quadrants", 2))
    service = make_service(preload=("quadrants",))
    service.preload()
    served = service.model("quadrants", sticky=lambda: TO_MAIN)
    assert (served.model.manifest.version, served.load_seconds) == (1, 0)


def test_rollback(two, bucket, clock):
    """After a canary is taken back nobody meets it any more."""
    assert answered(two, TO_CANARY) == (2, False)
    share(bucket, "quadrants", {1: 1.0})
    clock.pass_by(10.1)
    assert answered(two, TO_CANARY) == (1, False)


def test_let_go(bucket, service, clock):
    """Versions that neither the release nor the one before it names leave the memory."""
    networks = []
    for _ in range(4):
        release(bucket, "quadrants")
        clock.pass_by(11)
        networks.append(service.model("quadrants").model.network)
    assert [network._compiled is None for network in networks] == [True, True, False, False]  # noqa: SLF001


def test_kept_as_last_good(bucket, service, clock):
    """What stands in for versions that cannot be served stays, however many of them are released."""
    release(bucket, "quadrants")
    first = service.model("quadrants").model
    for _ in range(3):
        broken = release(bucket, "quadrants")
        bucket.delete(keys.manifest("quadrants", broken.version))
        clock.pass_by(11)
        assert service.model("quadrants").model is first


def test_resolved(two, bucket, clock):
    """What was looked up once stays as it was, whatever is released meanwhile."""
    resolved = two.resolve("quadrants")
    share(bucket, "quadrants", {1: 1.0})
    clock.pass_by(11)
    assert resolved.served(lambda: TO_CANARY).model.manifest.version == 2
    assert [(served.model.manifest.version, part) for served, part in resolved.each()] == [(1, 0.9), (2, 0.1)]
