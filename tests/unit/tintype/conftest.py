"""A service upon the test's bucket, the time, the power to take S3 away, and what was logged."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from tests.support import coarse
from tests.support.tracing import PARENT, ROOT
from tintype.observability import logger, metrics
from tintype.s3.connection import Connection
from tintype.serving import Service
from tintype.settings import Settings


class Clock:
    """What the serving modules take for the time: it stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def time(self) -> float:
        """Return the seconds since the epoch."""
        return self.now

    def pass_by(self, seconds: float) -> None:
        """Let time go by."""
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    """The time of releases and of the service."""
    clock = Clock()
    for module in ("releases", "service", "loaded"):
        stand_in = SimpleNamespace(time=clock.time, perf_counter=time.perf_counter)
        monkeypatch.setattr(f"tintype.serving.{module}.time", stand_in)
    return clock


@pytest.fixture
def coarse_codec(monkeypatch):
    """A codec that has learned nothing, in the place of the real one."""
    monkeypatch.setitem(sys.modules, "tintype.codec", coarse)
    return coarse


@pytest.fixture
def make_service(bucket, clock):  # noqa: ARG001 -- a service is always tested at a known time
    """Return a function that makes a service on the test's bucket; keywords are settings."""
    made = []

    def make(**settings):
        made.append(Service(Settings(model_bucket=bucket.name, **settings), bucket.twin()))
        return made[-1]

    yield make
    for service in made:
        service.suspend()


@pytest.fixture
def service(make_service):
    """A service with default settings."""
    return make_service()


@pytest.fixture
def s3_down(monkeypatch):
    """Return a context manager during which nobody answers at S3's address."""
    monkeypatch.setattr("tintype.s3.bucket._FIRST_PAUSE", 0.0)

    def refuse(connection):
        connection.close()
        raise ConnectionRefusedError(111, "Connection refused")

    @contextmanager
    def down():
        with monkeypatch.context() as patch:
            patch.setattr(Connection, "_connected", refuse)
            yield

    return down


@pytest.fixture
def own_threads():
    """Return a function that returns the threads of the code under test: S3's are in this process, too."""
    before = set(threading.enumerate())

    def new():
        return {thread for thread in set(threading.enumerate()) - before if "process_request" not in thread.name}

    return new


@pytest.fixture
def printed(capsys, monkeypatch):
    """Return a function that returns what was logged and measured so far, line by line, parsed."""
    lines = []
    stream = SimpleNamespace(write=lambda text: print(text, end=""), flush=lambda: None)  # noqa: T201 -- stdout by then
    for handler in logger.handlers:
        monkeypatch.setattr(handler, "stream", stream)
    metrics.clear_metrics()

    def read():
        lines.extend(json.loads(line) for line in capsys.readouterr().out.splitlines())
        return lines

    return read


@pytest.fixture
def logged(printed):
    """Return a function that returns the log's lines; a call's metrics may be in the same line."""
    return lambda: [line for line in printed() if "message" in line]


@pytest.fixture
def emitted(printed):
    """Return a function that returns the documents in CloudWatch's embedded metric format."""
    return lambda: [line for line in printed() if "_aws" in line]


@pytest.fixture
def daemon(monkeypatch):
    """A real socket in the place of X-Ray's daemon, and a sampled call."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(2)
        monkeypatch.setenv("AWS_XRAY_DAEMON_ADDRESS", f"127.0.0.1:{listening.getsockname()[1]}")
        monkeypatch.setenv("_X_AMZN_TRACE_ID", f"Root={ROOT};Parent={PARENT};Sampled=1;Lineage=1:a87bd80c:0")
        yield listening
