"""The function's own code over the test models, and what it logs meanwhile."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3

from benchmarks.fuzzing.checks import problems
from benchmarks.fuzzing.events import CALLER, JOB, MODELS
from tests.models.published import TOP_RIGHT, release
from tintype.http import answer
from tintype.http.caller import folder, identity
from tintype.http.jobs.naming import named
from tintype.observability import logger
from tintype.s3 import Bucket
from tintype.serving import Service
from tintype.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REGISTRY, UPLOADS, RESULTS = SECRETS = ("kept-secret-models", "kept-secret-uploads", "kept-secret-results")
_SETTINGS = Settings(
    REGISTRY,
    upload_bucket=UPLOADS,
    result_bucket=RESULTS,
    refresh_seconds=1e9,  # S3 is asked once for each name, and not measured
    max_pixels=1_000_000,  # small limits are reached by small bodies
    max_body_bytes=262_144,
)


class Log:
    """Takes the place of standard output; remembers the last call's lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def write(self, text: str) -> int:
        """Keep a line, if a stream of UTF-8 could be given it."""
        text.encode()
        self._lines.append(text)
        return len(text)

    def flush(self) -> None:
        """Do nothing: nothing waits."""

    def taken(self) -> str:
        """Return what was written, and forget it."""
        text = "".join(self._lines)
        self._lines.clear()
        return text


class Target:
    """Answers events and finds fault with the answers."""

    def __init__(self, service: Service, log: Log) -> None:
        self._service = service
        self._log = log

    def __call__(self, event: Mapping[str, Any]) -> tuple[int, list[str]]:
        """Return an answer's status and what is wrong with it, the log's lines behind each fault."""
        self._log.taken()
        try:
            answered = answer(event, self._service)
        except Exception as error:  # noqa: BLE001 -- it never may
            return 0, [f"{type(error).__name__}: {error}"]
        found = list(problems(event, answered, SECRETS))
        return answered["statusCode"], [f"{what}\n{self._log.taken()}" for what in found]


@contextmanager
def target(address: str, **changes: Any) -> Iterator[Target]:
    """Publish the test models to the S3 at ``host:port``, and answer from them; ``changes`` are of the settings."""
    bucket = Bucket(REGISTRY, address=address, tls=False)
    _fill(bucket, boto3.client("s3", endpoint_url=f"http://{address}", region_name="us-east-1"))
    service = Service(_SETTINGS._replace(**changes), bucket)
    with _logged() as log:
        try:
            yield Target(service, log)
        finally:
            service.suspend()


def _fill(bucket: Bucket, client: Any) -> None:
    for name in SECRETS:
        client.create_bucket(Bucket=name)
    for name in MODELS:
        release(bucket, name)
    uploads = bucket.twin(UPLOADS)
    own = folder(identity(CALLER))
    for key in (f"{own}seven.png", named(JOB).key(identity(CALLER))):
        uploads.put(key, TOP_RIGHT)
    uploads.close()


@contextmanager
def _logged() -> Iterator[Log]:
    log, before = Log(), sys.stdout
    streams = [(handler, handler.stream) for handler in logger.handlers]  # type: ignore[attr-defined]
    sys.stdout = log  # type: ignore[assignment]
    for handler, _ in streams:
        handler.stream = log
    try:
        yield log
    finally:
        sys.stdout = before
        for handler, stream in streams:
            handler.stream = stream
