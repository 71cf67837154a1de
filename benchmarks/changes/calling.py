"""Clients that call without a pause, and note what they got."""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from threading import Event

    from workbench.local.ready import Ready

_TIMEOUT = 60


class Call(NamedTuple):
    """One call: when it began and ended (``time.monotonic``), its status, and the version that answered; 0 for none."""

    began: float
    ended: float
    status: int
    version: int


class Clients:
    """So many callers at once, each with a connection of its own, until ``stop`` is set.

    Args:
        stack: whom they call.
        model: its name.
        image: what they send.
        count: how many.
        stop: ends them.
    """

    def __init__(self, stack: Ready, model: str, image: bytes, count: int, stop: Event) -> None:
        self.calls: list[Call] = []
        self._stack = stack
        self._path = f"{urlsplit(stack.api).path}/v1/models/{model}:predict"
        self._image = image
        self._stop = stop
        self._executor = ThreadPoolExecutor(count)
        self._running = [self._executor.submit(self._run) for _ in range(count)]

    def join(self) -> list[Call]:
        """Return all calls, once every client is at its end."""
        for each in self._running:
            each.result()
        self._executor.shutdown()
        return self.calls

    def _run(self) -> None:
        connection = http.client.HTTPConnection(urlsplit(self._stack.api).netloc, timeout=_TIMEOUT)
        while not self._stop.is_set():
            self.calls.append(self._call(connection))
        connection.close()

    def _call(self, connection: http.client.HTTPConnection) -> Call:
        headers = {"x-api-key": self._stack.api_key, "Content-Type": "image/png"}
        began = time.monotonic()
        try:
            connection.request("POST", self._path, self._image, headers)
            response = connection.getresponse()
            response.read()
            status, version = response.status, int(response.headers.get("X-Tintype-Version", "0"))
        except (OSError, http.client.HTTPException):
            connection.close()
            status, version = 0, 0
        return Call(began, time.monotonic(), status, version)
