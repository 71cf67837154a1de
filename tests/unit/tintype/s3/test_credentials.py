import json
import time
from contextlib import contextmanager

import pytest

from tests.support.scripted import answer, scripted
from tintype.errors import StorageUnavailableError
from tintype.s3.credentials import Credentials, provider


def _document(number=1, seconds=3600.0, **changes):
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))
    keys = {"AccessKeyId": f"key-{number}", "SecretAccessKey": "secret", "Token": "token", "Expiration": moment}
    return answer(200, json.dumps({**keys, **changes}).encode(), Content_Type="application/json")


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch):
    for name in (
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def endpoint(monkeypatch):
    """Return a context manager that serves each answer over a connection of its own, as the container's endpoint."""

    @contextmanager
    def endpoint(*answers):
        with scripted(*[[one] for one in answers]) as server:
            monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"http://{server.address}/v1/credentials?id=7")
            yield server

    return endpoint


def test_environment(monkeypatch):
    """Without a container's endpoint, the keys and the token are those of the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    assert provider()() == Credentials("key", "secret", "")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    assert provider()() == Credentials("key", "secret", "token")


@pytest.mark.parametrize("present", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_half_an_environment(monkeypatch, present):
    """A missing variable is named, and so is the other way to give keys."""
    monkeypatch.setenv(present, "x")
    missing = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} - {present}
    with pytest.raises(
        StorageUnavailableError, match=f"expected {missing.pop()} or AWS_CONTAINER_CREDENTIALS_FULL_URI"
    ):
        provider()()


def test_container(endpoint, monkeypatch):
    """A container's endpoint is asked with the token of the environment, and before the environment's keys."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "other")
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "let me in")
    with endpoint(_document()) as server:
        found = provider()()
    assert found[:3] == ("key-1", "secret", "token")
    assert found.expiry == pytest.approx(time.time() + 3600, abs=5)
    assert server.requests[0].line == "GET /v1/credentials?id=7"
    assert server.requests[0].headers["authorization"] == "let me in"
    assert server.requests[0].headers["host"] == server.address


def test_token_file(endpoint, monkeypatch, tmp_path):
    """A token's file goes before the token, and is read at each call, since it changes."""
    path = tmp_path / "token"
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", str(path))
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "old")
    with endpoint(_document(seconds=1), _document()) as server:
        get = provider()
        for token in ("first", "second"):
            path.write_text(f"{token}\n")
            get()
    assert [request.headers["authorization"] for request in server.requests] == ["first", "second"]


def test_missing_token_file(endpoint, monkeypatch, tmp_path):
    """A token's file that is not there is an error that names it."""
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", str(tmp_path / "gone"))
    with endpoint(), pytest.raises(StorageUnavailableError, match="gone"):
        provider()()


def test_kept_while_valid(endpoint):
    """Valid keys are not asked for again."""
    with endpoint(_document()) as server:
        get = provider()
        assert get() == get()
    assert len(server.requests) == 1


def test_refreshed_early(endpoint):
    """Keys that expire within five minutes are asked for anew."""
    with endpoint(_document(1, seconds=299), _document(2)):
        get = provider()
        assert [get().access_key for _ in range(3)] == ["key-1", "key-2", "key-2"]


def test_failure_while_valid(endpoint):
    """An endpoint that fails is forgiven while the last keys are valid."""
    with endpoint(_document(1, seconds=200), answer(500), _document(2)):
        get = provider()
        assert [get().access_key for _ in range(3)] == ["key-1", "key-1", "key-2"]


def test_failure_when_expired(endpoint):
    """When the last keys have expired it is not."""
    with endpoint(_document(1, seconds=-1), answer(500)):
        get = provider()
        get()
        with pytest.raises(StorageUnavailableError, match="endpoint answered 500"):
            get()


@pytest.mark.parametrize(
    "broken",
    [
        answer(403, b"no"),
        answer(200, b"not json"),
        answer(200, b"[]"),
        answer(200, b'{"AccessKeyId": "a"}'),
        _document(Expiration="soon"),
        _document(Expiration=None),
        None,
    ],
)
def test_broken_endpoint(endpoint, broken):
    """An endpoint that gives no keys is an error that may pass."""
    with endpoint(broken), pytest.raises(StorageUnavailableError) as caught:
        provider()()
    assert caught.value.transient


def test_each_provider_asks_itself(endpoint):
    """A new provider knows nothing of another one's keys: that is how expired ones are got rid of."""
    with endpoint(_document(1), _document(2)):
        assert [provider()().access_key for _ in range(2)] == ["key-1", "key-2"]
