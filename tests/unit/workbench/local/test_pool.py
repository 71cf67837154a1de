"""Many callers, one event at a time in each environment."""

import threading
import time
from concurrent.futures import CancelledError

import pytest

from workbench.local.outcome import Outcome
from workbench.local.pool import Pool


class FakeEnvironment:
    """Counts who is inside, and echoes."""

    def __init__(self):
        self.inside = self.most = self.calls = self.stops = 0
        self.threads = set()
        self.gate = threading.Event()
        self.gate.set()

    def invoke(self, payload):
        """Echo the payload, or raise what it names."""
        self.inside += 1
        self.most = max(self.most, self.inside)
        self.calls += 1
        self.threads.add(threading.get_ident())
        self.gate.wait(10)
        time.sleep(0.001)
        self.inside -= 1
        if payload == b"raise":
            raise ValueError("boo")
        return Outcome(payload)

    def stop(self):
        """Let go of whoever waits."""
        self.stops += 1
        self.gate.set()


@pytest.fixture
def environments():
    return [FakeEnvironment(), FakeEnvironment()]


@pytest.fixture
def pool(environments):
    pool = Pool(list(environments))
    yield pool
    pool.close()


def test_one_at_a_time(pool, environments):
    """Forty events at once never meet in one environment, and each gets its own answer."""
    futures = [pool.submit(str(number).encode()) for number in range(40)]
    assert [future.result().payload for future in futures] == [str(number).encode() for number in range(40)]
    assert [item.most for item in environments] == [1, 1]
    assert sum(item.calls for item in environments) == 40


def test_one_thread_each(pool, environments):
    """An environment is always used by the same thread, because its processes die with the thread."""
    for future in [pool.submit(b"x") for _ in range(20)]:
        future.result()
    assert [len(item.threads) for item in environments] == [1, 1]


def test_warm_first(pool, environments):
    """Calls one after the other all go to the environment that is warm."""
    for _ in range(20):
        pool.invoke(b"x")
    assert sorted(item.calls for item in environments) == [0, 20]


def test_error_reaches_the_caller(pool):
    """What an environment raises is raised to the caller, and the next event works."""
    with pytest.raises(ValueError, match="boo"):
        pool.invoke(b"raise")
    assert pool.invoke(b"next").payload == b"next"


def test_timeout(pool, environments):
    """A caller that gives up does not free the environment: the event goes on."""
    for item in environments:
        item.gate.clear()
    with pytest.raises(TimeoutError):
        pool.invoke(b"x", timeout=0.05)
    assert sum(item.inside for item in environments) == 1


def test_close(environments):
    """Closing stops every environment, cancels what waits, and refuses what comes later."""
    pool = Pool(list(environments))
    for item in environments:
        item.gate.clear()
    futures = [pool.submit(b"x") for _ in range(3)]
    pool.close()
    assert all(item.stops for item in environments)
    with pytest.raises(CancelledError):
        futures[2].result()
    with pytest.raises(RuntimeError, match="going down"):
        pool.submit(b"x")
