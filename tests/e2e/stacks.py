"""A local stack of its own for a module of tests, brought up and down as a person does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.test_main_job import tintype
from tests.models.published import release
from workbench.local import ready
from workbench.local.environment import free_ports
from workbench.local.layout import Layout
from workbench.local.model import registry
from workbench.local.ready import Ready


@contextmanager
def detached(home: Path, *models: str, options: tuple[str, ...] = ()) -> Iterator[Ready]:
    """Run a stack for as long as the block lasts.

    Args:
        home: the folder of everything that it writes.
        models: of tests/models, to be released.
        options: further ones of `tintype local up`.
    """
    port, aws_port = free_ports(2)
    ports = ("--port", str(port), "--aws-port", str(aws_port))
    tintype("local", "up", "--detach", *ports, "--home", str(home), *options)
    try:
        running = ready.read(Layout(home))
        assert running is not None
        bucket = registry(running)
        for name in models:
            release(bucket, name)
        bucket.close()
        yield running
    finally:
        tintype("local", "down", "--home", str(home))
