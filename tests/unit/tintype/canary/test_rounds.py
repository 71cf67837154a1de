from __future__ import annotations

import json

import pytest

from tests.models.published import DRAFTS, file
from tests.unit.tintype.canary.test_verdict import tally
from tintype.canary import rounds
from tintype.canary.rounds import WHO, judge_all, trials
from tintype.registry import canary, keys, promote, publish, read_release, rollback, shadow
from tintype.registry.history import history, read_entry

QUICK = {"canary": {"least_minutes": 0, "least_calls": 100}}


@pytest.fixture
def versions(bucket):
    """Three versions of `digits`, the first of them in production, with a policy that needs no minutes."""
    for _ in range(3):
        publish(bucket, DRAFTS["digits"], {"model": file("digits")})
    promote(bucket, "digits", 1, who="the owner")
    bucket.put(keys.policy("digits"), json.dumps(QUICK).encode())
    return bucket


def write(bucket, container="one", alias="production", **tallies):
    """Write what a container counted under the newest release; versions are named like ``v2``."""
    release, _ = read_release(bucket, "digits")
    document = {alias: {name[1:]: made.to_document() for name, made in tallies.items()}}
    bucket.put(keys.counters("digits", release.sequence, container), json.dumps(document).encode())


def shares(bucket, alias="production"):
    return read_release(bucket, "digits")[0].aliases.get(alias)


def test_a_good_canary_reaches_all_traffic(versions):
    """Round by round a canary like production is widened and at last promoted, each with its figures in the history."""
    canary(versions, "digits", 2, 0.1, who="the owner")
    seen = [shares(versions)]
    for number in range(4):
        write(versions, v1=tally(500, seed=number), v2=tally(200, seed=number + 10))
        judge_all(versions)
        seen.append(shares(versions))
    assert seen == [{1: 0.9, 2: 0.1}, {1: 0.75, 2: 0.25}, {1: 0.5, 2: 0.5}, {2: 1.0}, {2: 1.0}]
    last = history(versions, "digits")[-1]
    assert (last.who, last.action) == (WHO, "promote")
    assert "as good as production in 200 calls" in last.why
    assert last.notes["canary"]["calls"] == {"canary": 200, "production": 500}


def test_a_bad_canary_is_rolled_back(versions):
    """A canary whose calls fail loses its share, and the history says why, by whom and with which figures."""
    canary(versions, "digits", 2, 0.1, who="the owner")
    write(versions, "one", v1=tally(90), v2=tally(5, errors=5))
    write(versions, "two", v1=tally(90), v2=tally(5, errors=5))
    (done,) = judge_all(versions)
    assert shares(versions) == {1: 1.0}
    assert (done["action"], done["version"], done["production"]) == ("rollback", 2, 1)
    last = history(versions, "digits")[-1]
    assert (last.who, last.action, last.notes["canary"]["errors"]["canary"]) == (WHO, "rollback", 10)
    assert "100.00% of its calls fail" in last.why
    assert judge_all(versions) == []


def test_without_a_canary_nothing_is_read(versions, monkeypatch):
    """Where no canary runs, a round looks at releases alone, and finds nothing to do."""
    monkeypatch.setattr(rounds, "read_policy", None)
    monkeypatch.setattr(rounds, "totals", None)
    assert judge_all(versions) == []


def test_another_release_does_not_start_the_canary_anew(versions):
    """What was counted under an earlier release with the same shares still counts."""
    canary(versions, "digits", 2, 0.1)
    write(versions, v1=tally(500, seed=1), v2=tally(60, seed=2))
    promote(versions, "digits", 3, alias="staging")
    write(versions, v1=tally(500, seed=3), v2=tally(60, seed=4))
    (trial,) = trials(versions, "digits")
    assert trial.verdict.figures["calls"] == {"canary": 120, "production": 1000}
    judge_all(versions)
    assert shares(versions) == {1: 0.75, 2: 0.25}
    assert shares(versions, "staging") == {3: 1.0}


def test_the_older_version_may_be_the_canary(versions):
    """What had all traffic before is production, whatever the numbers and the shares."""
    promote(versions, "digits", 3)
    canary(versions, "digits", 2, 0.6)
    (trial,) = trials(versions, "digits")
    assert (trial.version, trial.production) == (2, 3)


def test_each_of_several_canaries_may_go(versions):
    """Of two canaries the failing one is taken away, and the other is not widened meanwhile."""
    canary(versions, "digits", 2, 0.1)
    canary(versions, "digits", 3, 0.1)
    write(versions, v1=tally(500, seed=1), v2=tally(200, seed=2), v3=tally(200, errors=100, seed=3))
    judge_all(versions)
    assert shares(versions) == pytest.approx({1: 0.9, 2: 0.1})


def test_a_release_in_between_is_left_alone(versions, logged):
    """When the owner releases while the judge thinks, the owner's release stays."""
    canary(versions, "digits", 2, 0.1)
    write(versions, v1=tally(500), v2=tally(200, errors=100))
    (trial,) = trials(versions, "digits")
    rollback(versions, "digits", to=3, who="the owner")
    with pytest.raises(rounds.TintypeError):
        rounds.act(versions, trial)
    assert shares(versions) == {3: 1.0}
    assert logged() == []


def test_one_model_does_not_spoil_the_others(versions, logged):
    """A policy that cannot be read is logged, and the other models are judged."""
    publish(versions, DRAFTS["digits"]._replace(name="another"), {"model": file("digits")})
    publish(versions, DRAFTS["digits"]._replace(name="another"), {"model": file("digits")})
    promote(versions, "another", 1)
    canary(versions, "another", 2, 0.1)
    versions.put(keys.policy("another"), b"{")
    canary(versions, "digits", 2, 0.1)
    write(versions, v1=tally(500), v2=tally(200, errors=100))
    assert [done["model"] for done in judge_all(versions)] == ["digits"]
    assert "policy.json" in str(logged())


def test_a_shadow_is_no_canary(versions):
    """A version that is only asked beside is not judged."""
    shadow(versions, "digits", 2)
    assert judge_all(versions) == []
    assert read_entry(versions, "digits", 2).shadows == {"production": 2}
