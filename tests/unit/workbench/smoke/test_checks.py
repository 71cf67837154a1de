"""The smoke test's calls against an API that does wrong on purpose; the real one is tried in tests/integration."""

import pytest

from tests.models.published import file
from tests.support.deployments import Deployment
from tests.support.replies import serve
from workbench.calling import Caller
from workbench.smoke import checks
from workbench.smoke.scratch import MODEL, Scratch


@pytest.fixture
def server():
    with serve(lambda _: (200, {}, b"{}")) as found:
        yield found


@pytest.fixture
def caller(server):
    return Caller(Deployment(server.url))


def states(findings):
    return [finding.state for finding in findings]


def test_open_to_anybody(caller):
    """An API that answers without the right key is wrong."""
    assert states(checks.keys(caller)) == ["wrong", "wrong", "ok"]


def test_keys(caller, server):
    """An API that tells keys apart is right."""
    server.reply = lambda call: (200 if call.headers.get("x-api-key") == "secret" else 403, {}, b"{}")
    assert states(checks.keys(caller)) == ["ok", "ok", "ok"]


@pytest.mark.parametrize(("status", "state"), [(413, "ok"), (200, "wrong"), (502, "wrong")])
def test_limits(caller, server, status, state):
    """A body that is too large has to be refused as that."""
    server.reply = lambda _: (status, {}, b"{}")
    assert states(checks.limits(caller)) == [state, state]
    whole, event = (len(call.body) for call in server.calls)
    assert whole > 10 * 1024 * 1024 > event
    assert event * 4 / 3 > 6 * 1024 * 1024


def test_a_version_that_never_arrives(caller, server, bucket, monkeypatch):
    """An API that goes on answering by the old version is wrong once the time is over."""
    monkeypatch.setattr(checks, "_PAUSE", 0.01)
    monkeypatch.setattr(checks, "_IN_A_ROW", 2)
    server.reply = lambda _: (200, {}, b'{"label": "first"}')
    found = list(checks.versions(caller, Scratch(bucket, "scratch"), seconds=2))
    assert [(each.what, each.state) for each in found] == [
        ("an image's raw bytes", "ok"),
        ("bytes in a call and its answer", "wrong"),
        ("a new version", "wrong"),
        ("a rollback", "ok"),
    ]


def test_a_call_that_fails(caller, server, bucket):
    """A call that fails during a change of version is wrong, with what the API says."""
    server.reply = lambda _: (502, {}, b'{"error": "Internal server error"}')
    *_, rollback = checks.versions(caller, Scratch(bucket, "scratch"), seconds=1)
    assert (rollback.state, "502: Internal server error" in rollback.found) == ("wrong", True)


def test_model_file():
    """The scratch model's file is the tests' own, which `make.py` makes."""
    assert MODEL.read_bytes() == file("quadrants")


@pytest.mark.parametrize(("asked", "state"), [(True, "ok"), (False, "wrong")])
def test_token(server, monkeypatch, asked, state):
    """Where callers bring a token, the key alone must not be enough."""
    monkeypatch.setenv("TINTYPE_TOKEN", "a token")

    def reply(call):
        known = call.headers.get("x-api-key") == "secret" and (not asked or "authorization" in call.headers)
        return 200 if known else 401, {}, b"{}"

    server.reply = reply
    found = {finding.what: finding.state for finding in checks.keys(Caller(Deployment(server.url)))}
    assert found["a call with nothing but the key"] == state
    assert found["a call with the key"] == "ok"
