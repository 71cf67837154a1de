from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest

from tests.support.tracing import PARENT, ROOT, received
from tintype.tracing import Step, read, send


def is_silent(daemon):
    """Say whether nothing came."""
    daemon.settimeout(0.05)
    with pytest.raises(TimeoutError):
        daemon.recv(65_536)
    return True


def test_a_call(daemon):
    """A call is a subsegment of the function's segment, with each step inside it, as the daemon wants it."""
    before = time.time()
    send([Step("decode", 0.25), Step("run", 0.5)], 1.0, ("digits", "3"))
    header, document = received(daemon)
    assert header == {"format": "json", "version": 1}
    assert (document["trace_id"], document["parent_id"], document["type"]) == (ROOT, PARENT, "subsegment")
    assert document["annotations"] == {"model": "digits", "version": "3"}
    assert document["end_time"] - document["start_time"] == pytest.approx(1)
    assert before <= document["end_time"] <= time.time()
    assert "fault" not in document
    decode, run = document["subsegments"]
    assert (decode["name"], run["name"]) == ("decode", "run")
    assert decode["end_time"] - decode["start_time"] == pytest.approx(0.25)
    assert decode["end_time"] == run["start_time"]
    assert run["end_time"] == pytest.approx(document["end_time"])
    ids = {document["id"], decode["id"], run["id"]}
    assert len(ids) == 3
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in ids)


def test_a_failure(daemon):
    """A call that failed by our fault says so, and has no steps where none was reached."""
    send([], 0.1, (None, None), failed=True)
    _, document = received(daemon)
    assert document["fault"] is True
    assert "subsegments" not in document


@pytest.mark.parametrize(
    "trace",
    [
        "",
        f"Root={ROOT};Parent={PARENT};Sampled=0",
        f"Root={ROOT};Parent={PARENT}",
        "Sampled=1",
        f"Root={ROOT};Sampled=1",
    ],
)
def test_not_sampled(daemon, monkeypatch, trace):
    """A call that is not sampled, or of which nothing is known, sends nothing."""
    monkeypatch.setenv("_X_AMZN_TRACE_ID", trace)
    send([Step("run", 1)], 1.0)
    assert is_silent(daemon)


@pytest.mark.parametrize("address", ["", "nowhere", "127.0.0.1:", "tcp:127.0.0.1:2000 udp:"])
def test_no_daemon(daemon, monkeypatch, address):
    """Where there is no daemon nothing is sent, and nothing fails."""
    monkeypatch.setenv("AWS_XRAY_DAEMON_ADDRESS", address)
    send([], 1.0)
    assert is_silent(daemon)


def test_an_address_for_each_protocol(daemon, monkeypatch):
    """Of an address that has one part for TCP and one for UDP the second is taken."""
    port = daemon.getsockname()[1]
    monkeypatch.setenv("AWS_XRAY_DAEMON_ADDRESS", f"tcp:127.0.0.1:1 udp:127.0.0.1:{port}")
    send([], 1.0)
    assert received(daemon)[1]["name"] == "tintype"


def test_steps():
    """The steps are those of the answer's Server-Timing."""
    assert read("load;dur=20.500, run;dur=1.250") == [Step("load", 0.0205), Step("run", 0.00125)]
    assert read("") == read("cache;desc=hit, odd;dur=") == []


def test_nothing_is_imported_for_it():
    """The module is not on the way of a call that is not sampled."""
    script = "import sys, tintype.http, tintype.serving; assert 'tintype.tracing' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)
