"""What is live, changed and told by the command line."""

import json

import pytest

from tests.models.published import DRAFTS, file
from tintype.errors import StorageUnavailableError
from tintype.registry import keys, promote, publish, read_release
from tintype.registry.history import history
from tintype.s3 import Bucket

pytestmark = pytest.mark.usefixtures("digits")


def _production(bucket):
    return read_release(bucket, "digits")[0].aliases["production"]


def test_canary(run, bucket):
    """A canary's share is given in per cent or as a fraction, widened, and ended."""
    done = run("canary", "digits@3", "10%", "--why", "to see")
    assert (done.exit_code, done.stdout) == (0, "digits: production 2 → 2 90 % + 3 10 % (release 3)\n")
    assert (read_release(bucket, "digits")[0].why, _production(bucket)) == ("to see", {2: 0.9, 3: 0.1})
    assert run("canary", "digits@staging", "0.5").exit_code == 0
    assert _production(bucket) == {2: 0.5, 3: 0.5}
    assert run("canary", "digits@3", "0%").exit_code == 0
    assert _production(bucket) == {2: 1.0}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["canary", "digits@3", "10"], 2, "a share of the traffic such as 10% or 0.1, below all of it, received '10'"),
        (["canary", "digits@3", "100%"], 2, "received '100%'"),
        (["canary", "digits@3", "some"], 2, "received 'some'"),
        (["canary", "digits", "10%"], 2, "Expected a version as NAME@VERSION"),
        (["canary", "digits@9", "10%"], 4, "has no version 9"),
        (["canary", "digits@2", "10%"], 1, "Promote one first"),
        (["promote", "digits"], 2, "Expected a version as NAME@VERSION"),
        (["promote", "digits@nobody"], 4, "labelled 'nobody'"),
        (["promote", "digits@3", "--alias", "7"], 1, "Expected an alias"),
        (["shadow", "digits@2"], 1, "Promote one first"),
        (["rollback", "digits"], 1, "Expected an earlier version"),
        (["rollback", "digits", "--to", "9"], 4, "has no version 9"),
        (["rollback", "digits", "--entry", "9"], 1, "an entry of the history"),
        (["rollback", "digits", "--entry", "1", "--to", "1"], 2, "received both"),
        (["history", "others"], 4, "No model 'others'"),
        (["history", "digits", "--at", "yesterday"], 2, "a time in ISO 8601"),
    ],
)
def test_what_does_not_work(run, bucket, arguments, code, said):
    """What makes no sense ends with 1 or 2, what does not exist with 4, and nothing changes."""
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert said in " ".join(done.stderr.replace("│", "").split())
    assert read_release(bucket, "digits")[0].sequence == 2


def test_shadow(run, bucket):
    """A shadow comes and goes, and people read from what to what."""
    assert run("shadow", "digits@3").stdout == "digits: production 2, shadow none → 3 (release 3)\n"
    assert read_release(bucket, "digits")[0].shadows == {"production": 3}
    assert run("shadow", "digits", "--off").stdout == "digits: production 2, shadow 3 → none (release 4)\n"
    assert read_release(bucket, "digits")[0].shadows == {}


def test_rollback(run, bucket):
    """One command takes a canary away; a named version or an entry comes back as well."""
    run("canary", "digits@3", "10%")
    assert run("rollback", "digits").stdout == "digits: production 2 90 % + 3 10 % → 2 (release 4)\n"
    assert run("rollback", "digits", "--to", 1, "--why", "sevens").exit_code == 0
    assert _production(bucket) == {1: 1.0}
    assert run("rollback", "digits", "--entry", 3).exit_code == 0
    assert _production(bucket) == {2: 0.9, 3: 0.1}
    assert run("rollback", "digits", "--alias", "staging", "--to", 2).exit_code == 0
    assert read_release(bucket, "digits")[0].aliases["staging"] == {2: 1.0}


def test_release_for_scripts(run):
    """Scripts read what a release has changed, who did it, and all that is live now."""
    document = json.loads(run("canary", "digits@3", "10%", "--json").stdout)
    assert (document["model"], document["sequence"], document["action"]) == ("digits", 3, "canary")
    assert document["from"] == {"shares": {"2": 1.0}, "shadow": None}
    assert document["to"] == {"shares": {"2": 0.9, "3": 0.1}, "shadow": None}
    assert document["aliases"] == {"production": {"2": 0.9, "3": 0.1}, "staging": {"3": 1.0}}
    assert "@" in document["who"]
    assert sorted(document["digests"]) == ["2", "3"]


def test_pointer_that_cannot_be_written(run, bucket, monkeypatch):
    """A release that readers cannot see yet counts; stderr says so, and the history lets them see it."""
    put = Bucket.put

    def fail(self, key, *arguments, **options):
        if key == keys.release("digits"):
            raise StorageUnavailableError("no answer")
        return put(self, key, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Bucket, "put", fail)
        done = run("canary", "digits@3", "10%")
    assert (done.exit_code, "production 2 → 2 90 % + 3 10 %" in done.stdout) == (0, True)
    assert done.stderr.startswith("warning: Release 3 of 'digits' is in the history, but readers cannot see it yet")
    assert _production(bucket) == {2: 1.0}
    assert run("history", "digits").exit_code == 0
    assert _production(bucket) == {2: 0.9, 3: 0.1}


def test_history(run):
    """The history is a table with the newest first, and for scripts a list with the oldest first."""
    run("canary", "digits@3", "10%", "--why", "to see")
    run("rollback", "digits")
    table = run("history", "digits").stdout.splitlines()
    assert [line.split()[0] for line in table[1:]] == ["4", "3", "2", "1"]
    assert "rollback  production  2 90 % + 3 10 % → 2" in table[1]
    assert "restores 2" in table[1]
    assert "to see" in table[2]
    found = json.loads(run("history", "digits", "--json").stdout)
    assert [each["sequence"] for each in found] == [1, 2, 3, 4]
    assert found[3]["restores"] == 2
    [staged] = json.loads(run("history", "digits", "--alias", "staging", "--json").stdout)
    assert (staged["to"]["shares"], staged["who"], staged["why"]) == ({"3": 1.0}, "else", "to look at")


def test_history_of_no_alias(run):
    """An alias that nothing was ever released under does not exist."""
    assert run("history", "digits", "--alias", "nope").exit_code == 4


def test_history_at(run, bucket):
    """What was live at a time is told with its digests; before the first release nothing was."""
    then = history(bucket, "digits")[-1].when
    found = json.loads(run("history", "digits", "--at", then, "--json").stdout)
    assert found["release"]["aliases"] == {"production": {"2": 1.0}, "staging": {"3": 1.0}}
    staged = json.loads(run("history", "digits", "--at", then, "--alias", "staging", "--json").stdout)
    assert staged["release"]["aliases"] == {"staging": {"3": 1.0}}
    assert f"2: {found['release']['digests']['2']}" in run("history", "digits", "--at", then).stdout
    assert "nothing was live yet" in run("history", "digits", "--at", "2001-01-01").stdout
    assert json.loads(run("history", "digits", "--at", "2001-01-01T00:00+02:00", "--json").stdout) == {
        "at": "2001-01-01T00:00:00+02:00",
        "release": None,
    }


@pytest.fixture
def quadrants(bucket):
    """Two versions of a model that answers, of which the first is live."""
    for _ in range(2):
        publish(bucket, DRAFTS["quadrants"], {"model": file("quadrants")})
    promote(bucket, "quadrants", 1)
    return "quadrants"


@pytest.mark.usefixtures("quadrants")
def test_promote(run, bucket):
    """A version is promoted with what the gate found, which here had nothing to compare on."""
    done = run("promote", "quadrants@2", "--why", "smaller")
    assert (done.exit_code, done.stdout) == (0, "quadrants: production 1 → 2 (release 2)\n")
    assert "no held-out set" in done.stderr
    release = read_release(bucket, "quadrants")[0]
    assert (release.action, release.why, release.notes["gate"]["passed"]) == ("promote", "smaller", True)
    assert "gate had nothing to compare on" in run("history", "quadrants").stdout


@pytest.mark.usefixtures("quadrants")
def test_gate(run, bucket):
    """What the gate refuses is not promoted (5), unless it is forced, and the history keeps that."""
    bucket.put("models/quadrants/policy.json", b'{"gate": {"required": true}}')
    assert run("promote", "quadrants@2").exit_code == 5
    assert read_release(bucket, "quadrants")[0].sequence == 1
    assert run("promote", "quadrants@2", "--force").exit_code == 0
    assert read_release(bucket, "quadrants")[0].notes["gate"]["forced"] is True
    assert "gate refused, forced" in run("history", "quadrants").stdout


@pytest.mark.usefixtures("quadrants")
def test_released_while_the_gate_looked(run, bucket, monkeypatch):
    """A promotion whose gate compared with what is no longer live is refused."""

    def admit(*_, **__):
        promote(bucket, "quadrants", 1)
        return {}

    monkeypatch.setattr("workbench.commands.releasing.admit", admit)
    done = run("promote", "quadrants@2")
    assert (done.exit_code, "Another release of 'quadrants'" in done.stderr) == (1, True)
    assert read_release(bucket, "quadrants")[0].aliases == {"production": {1: 1.0}}
