"""A local stack of its own, with several versions of a model."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from tests.models.published import DRAFTS, EVENTS, file
from tintype.registry import promote, publish
from workbench.local.environment import free_ports
from workbench.local.layout import Layout
from workbench.local.model import registry
from workbench.local.settings import Settings
from workbench.local.supervisor import start_detached, stop_running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tintype.s3 import Bucket
    from workbench.local.ready import Ready

ENVIRONMENTS = 4
IMAGE = (EVENTS / "images/seven.png").read_bytes()
_UNLIMITED = {"ThrottleRate": "100000", "ThrottleBurst": "100000", "MonthlyQuota": "100000000"}


class Serving(NamedTuple):
    """A running stack, its registry's bucket, and the published versions, of which the first is live."""

    stack: Ready
    registry: Bucket
    versions: list[int]


@contextmanager
def serving(home: Path, refresh: float, versions: int, **parameters: str) -> Iterator[Serving]:
    """Run a stack with so many versions of `digits`.

    Args:
        home: the folder of all that it writes.
        refresh: the template's RefreshSeconds.
        versions: how many.
        **parameters: of the template.
    """
    overrides = {"RefreshSeconds": f"{refresh:g}", **_UNLIMITED, **parameters}
    port, aws_port = free_ports(2)
    settings = Settings(port, aws_port, home=home, environments=ENVIRONMENTS, overrides=overrides)
    stack = start_detached(settings)
    try:
        bucket = registry(stack)
        published = [_publish(bucket, number) for number in range(versions)]
        promote(bucket, "digits", published[0], who="a benchmark", why="the first version")
        yield Serving(stack, bucket, published)
        bucket.close()
    finally:
        stop_running(Layout(home))


def _publish(bucket: Bucket, number: int) -> int:
    """Publish a version that differs from the others in its file as well as in its labels."""
    draft = DRAFTS["digits"]._replace(labels=tuple(f"{digit} of {number}" for digit in range(10)))
    return publish(bucket, draft, {"model": file("digits") + bytes(number)}).version
