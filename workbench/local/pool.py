"""The environments of one function: many callers, one invoke at a time in each environment."""

import queue
import threading
from collections import deque
from concurrent.futures import Future
from typing import Protocol

from workbench.local.outcome import Outcome


class Invoker(Protocol):
    """Anything that runs one event at a time, as an `Environment` does."""

    def invoke(self, payload: bytes) -> Outcome:
        """Run one event."""

    def stop(self) -> None:
        """Free what it holds."""


_Job = tuple[bytes, "Future[Outcome]"]


class Pool:
    """Hands each event to a free environment, the one used last first, or lets it wait its turn.

    Each environment belongs to one thread, which makes a second invoke at the same time impossible.
    Environments start only when all warmer ones are busy, as Lambda's do.

    Args:
        environments: at least one; the pool owns them from here on.
    """

    def __init__(self, environments: list[Invoker]) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[_Job] = deque()
        self._workers = [_Worker(item, self._next) for item in environments]
        self._idle = list(reversed(self._workers))
        self._closed = False

    def submit(self, payload: bytes) -> "Future[Outcome]":
        """Queue one event; the future holds its outcome, or the error that kept it from running.

        Raises:
            RuntimeError: the pool is closed.
        """
        job: _Job = (payload, Future())
        with self._lock:
            if self._closed:
                message = "the pool is closed: the stack is going down"
                raise RuntimeError(message)
            if self._idle:
                self._idle.pop().inbox.put(job)
            else:
                self._waiting.append(job)
        return job[1]

    def invoke(self, payload: bytes, timeout: float | None = None) -> Outcome:
        """Run one event and wait for it.

        Raises:
            TimeoutError: `timeout` seconds went by first; the event itself goes on.
        """
        return self.submit(payload).result(timeout)

    def close(self) -> None:
        """Stop every environment, whatever it is doing, and fail what waits."""
        with self._lock:
            self._closed = True
            waiting, self._waiting = list(self._waiting), deque()
        for _, future in waiting:
            future.cancel()
        for worker in self._workers:
            worker.close()

    def _next(self, worker: "_Worker") -> _Job | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._idle.append(worker)
            return None


class _Worker:
    """A thread that owns one environment, started with its first job."""

    def __init__(self, environment: Invoker, next_job: "_NextJob") -> None:
        self.inbox: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._environment = environment
        self._next_job = next_job
        self._closing = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing = True
        self.inbox.put(None)
        self._environment.stop()
        self._thread.join()

    def _run(self) -> None:
        while (job := self.inbox.get()) is not None:
            current: _Job | None = job
            while current is not None:
                current = self._work(*current)
        self._environment.stop()

    def _work(self, payload: bytes, future: "Future[Outcome]") -> _Job | None:
        if self._closing or not future.set_running_or_notify_cancel():
            future.cancel()
            return self._next_job(self)
        # The worker is free again before its caller hears of it: the caller's next event finds it warm.
        try:
            outcome = self._environment.invoke(payload)
        except Exception as problem:  # noqa: BLE001  # the caller that waits has to hear of it, whatever it is
            following = self._next_job(self)
            future.set_exception(problem)
        else:
            following = self._next_job(self)
            future.set_result(outcome)
        return following


class _NextJob(Protocol):
    def __call__(self, worker: _Worker) -> _Job | None: ...
