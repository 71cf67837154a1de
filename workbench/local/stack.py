"""The whole local stack in one object: AWS, functions, HTTP front, pollers."""

import logging
import os
import socket
import threading
import time
from typing import TYPE_CHECKING, Self

from tintype.errors import TintypeError
from workbench.local import ready as ready_file
from workbench.local.aws.client import endpoint
from workbench.local.aws.process import AwsProcess
from workbench.local.callers import api_keys, key_names
from workbench.local.emulator import find_emulator
from workbench.local.environment import Environment
from workbench.local.gateway.front import Front
from workbench.local.gateway.server import GatewayServer
from workbench.local.identities import guards, signs, user_pool
from workbench.local.layout import Layout
from workbench.local.poller import Poller
from workbench.local.pool import Pool
from workbench.local.ready import Ready
from workbench.local.runtime import choose_runtime, source_runtime
from workbench.local.scheduler import Scheduler
from workbench.local.settings import Settings
from workbench.local.template import read_template

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from types import TracebackType

    from workbench.local.outcome import Outcome
    from workbench.local.template.description import Description, EventSourceMapping

_logger = logging.getLogger(__name__)


class PortTakenError(TintypeError):
    """Somebody else listens where the stack should."""


class Stack:
    """A running local stack; use it in a `with` statement, from a thread that outlives it.

    Args:
        settings: ports, template, folders.

    Raises:
        PortTakenError: one of the ports is taken.
        ValueError: the template cannot be read.
        FileNotFoundError: the emulator is missing.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._started = time.time()
        self.layout = Layout(settings.home)
        self.description = read_template(settings.template, settings.overrides)
        self._runtime = choose_runtime(settings.template.parent) if settings.built else source_runtime()
        self._keys = api_keys(self.layout, key_names(self.description.api, settings.callers))
        self._emulator = find_emulator()
        self._aws_url = endpoint(settings.aws_port)
        self._aws = AwsProcess(settings)
        self._pools: dict[str, Pool] = {}
        self._pollers: list[Poller | Scheduler] = []
        self._server: GatewayServer | None = None

    def __enter__(self) -> Self:
        _check_port(self._settings.port, "--port or TINTYPE_PORT")
        _check_port(self._settings.aws_port, "--aws-port or TINTYPE_AWS_PORT")
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        self.close()

    @property
    def ready(self) -> Ready:
        """What others need to know about this stack."""
        api = self.description.api
        port = self._server.port if self._server else 0
        return Ready(
            pid=os.getpid(),
            api=f"http://127.0.0.1:{port}/{api.stage}" if api else "",
            aws=self._aws_url,
            api_keys=self._keys,
            buckets={name: item.name for name, item in self.description.buckets.items()},
            queues={name: item.name for name, item in self.description.queues.items()},
            code=self._runtime.name,
            started=self._started,
            user_pool=user_pool(api),
            signs=signs(api),
        )

    def submit(self, function: str, payload: bytes) -> "Future[Outcome]":
        """Hand an event to a function by its logical id."""
        return self._pools[function].submit(payload)

    def watch(self, stop: threading.Event) -> None:
        """Wait for `stop`, and bring the local AWS back when it dies meanwhile."""
        while not stop.wait(0.5):
            if not self._aws.alive:
                _logger.error("the local AWS ended unexpectedly: it is started again from its state on disk")
                self._aws.start()

    def close(self) -> None:
        """End everything; no process is left."""
        self.layout.ready_file.unlink(missing_ok=True)
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        for poller in self._pollers:
            poller.stop()
        for pool in self._pools.values():
            pool.close()
        self._aws.stop()
        for poller in self._pollers:
            poller.close()

    def _start(self) -> None:
        self.layout.create()
        self._aws.start()
        for name in self.description.functions:
            self._pools[name] = self._pool(name, self.description)
        self._pollers = [self._poller(mapping) for mapping in self.description.mappings]
        self._pollers += [
            Scheduler(item, self.description, self._pools[item.function].invoke) for item in self.description.schedules
        ]
        if self.description.api:
            api, seconds = self.description.api, self._settings.integration_seconds
            front = Front(api, self, self._keys, guards(api, self.layout), seconds)
            self._server = GatewayServer(self._settings.port, front)
            threading.Thread(target=self._server.serve_forever, daemon=True).start()
        for poller in self._pollers:
            poller.start()
        ready_file.write(self.layout, self.ready)

    def _pool(self, name: str, description: "Description") -> Pool:
        function = description.functions[name]
        # what an image would have installed, this Python has: TensorFlow above all
        runtime = source_runtime() if function.image else self._runtime
        recipe = runtime.recipe(function, description, self._emulator, self._aws_url, self.layout.logs)
        return Pool([Environment(recipe) for _ in range(self._settings.environments)])

    def _poller(self, mapping: "EventSourceMapping") -> Poller:
        invoke: Callable[[bytes], Outcome] = self._pools[mapping.function].invoke
        return Poller(mapping, self.description, self._aws_url, invoke, self._settings.environments)


def _check_port(port: int, remedy: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            message = f"port {port} is taken: stop what listens there, or choose another port by {remedy}"
            raise PortTakenError(message) from None
