"""`tintype doctor` and its exit codes."""

import json

import pytest

from tests.support.replies import serve
from workbench.doctor import machine
from workbench.doctor.finding import right, wrong


@pytest.fixture
def api():
    """An API that answers everybody."""
    with serve(lambda _: (200, {}, b"{}")) as server:
        yield server.url


@pytest.fixture
def healthy(monkeypatch):
    """A machine on which everything is right."""
    monkeypatch.setattr(machine, "checks", lambda *_: [lambda: [right("machine", "disk", "large")]])


@pytest.mark.usefixtures("healthy")
def test_findings(run):
    """What is found is listed with its area, and what is wrong makes the exit code 1."""
    done = run("doctor", "--json")
    report = json.loads(done.stdout)
    found = {each["what"]: each["state"] for each in report["findings"]}
    assert (found["disk"], found["API"], found["key"], found["registry"]) == ("ok", "ok", "ok", "note")
    assert found["queues"] == "wrong"  # this stack has none
    assert (report["healthy"], done.exit_code) == (False, 1)


def test_mends(run, monkeypatch):
    """People see how to mend what is wrong."""
    monkeypatch.setattr(machine, "checks", lambda *_: [lambda: [wrong("machine", "disk", "full", "Make room.")]])
    done = run("doctor")
    assert "→ Make room." in done.stdout
    assert done.exit_code == 1


@pytest.mark.usefixtures("healthy")
def test_nothing_to_look_at(run, tmp_path, monkeypatch):
    """Without a stack or credentials a machine may be healthy; a stack that was asked for has to be there."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    elsewhere = ("--home", tmp_path / "elsewhere", "--json")
    assert run("doctor", *elsewhere).exit_code == 0
    for asked in ("--local", "--aws", "--deployed"):
        done = run("doctor", asked, *elsewhere)
        assert done.exit_code == 1, asked
        assert json.loads(done.stdout)["findings"][-1]["mend"]
