"""The container's models: resolved lazily, kept, and replaced by newer versions while calls go on."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import BrokenReleaseError, RegistryError, VersionNotFoundError
from tintype.registry.release import PRODUCTION
from tintype.s3 import Bucket
from tintype.serving.background import Background
from tintype.serving.memory import Memory
from tintype.serving.model import Model, load
from tintype.serving.releases import Releases
from tintype.serving.snapshot import register
from tintype.settings import Settings

if TYPE_CHECKING:
    from tintype.registry import Release

_MEGABYTE = 1_048_576


class Served(NamedTuple):
    """A model that may answer now.

    Attributes:
        model: the version.
        load_seconds: how long the call had to wait for it; 0 when it was there.
        problem: why it is not the newest version, or how old this knowledge is; empty when all is well.
    """

    model: Model
    load_seconds: float
    problem: str


class Service:
    """For one call at a time, as Lambda does it."""

    def __init__(self, settings: Settings, bucket: Bucket | None = None) -> None:
        self.settings = settings
        self.bucket = bucket or Bucket.from_environment(settings.model_bucket, timeout=2.0)
        self._releases = Releases(self.bucket, settings.refresh_seconds)
        self._memory = Memory(settings.model_memory_mb * _MEGABYTE)
        self._last_good: dict[tuple[str, str], int] = {}
        self._failed: dict[tuple[str, int], float] = {}
        self._preload: Background[None] | None = None
        self._others: dict[str, Bucket] = {}

    def preload(self) -> None:
        """Load the configured models in the background; what fails is tried again by the call that needs it."""
        self._preload = Background(self._load_all)

    def model(self, name: str, version: int | None = None, label: str = PRODUCTION) -> Served:
        """Return the version to answer from.

        Args:
            name: the model's.
            version: exactly this one; by default what ``label`` stands for.
            label: an alias of the release.

        Raises:
            ModelNotFoundError, VersionNotFoundError: nothing of that name is released.
            RegistryError: it cannot be served, and no earlier version is loaded that could stand in.
        """
        self.settle()
        started = time.perf_counter()
        release, problem = self._releases.newest(name)
        if version is not None:
            model, loaded = self._loaded(name, version, None)
        else:
            model, loaded, failure = self._live(name, release, label)
            problem = failure or problem
        return Served(model, time.perf_counter() - started if loaded else 0.0, problem)

    def release(self, name: str) -> Release:
        """Return what is live of a model.

        Raises:
            ModelNotFoundError, RegistryUnavailableError: see :meth:`model`.
        """
        self.settle()
        return self._releases.newest(name)[0]

    def storage(self, name: str) -> Bucket:
        """Return another bucket of the account, connected when it is first used and kept."""
        if name not in self._others:
            self._others[name] = self.bucket.twin(name)
        return self._others[name]

    def settle(self) -> None:
        """Wait until what was started in the background is over."""
        if self._preload is not None:
            preload, self._preload = self._preload, None
            preload.result()

    def suspend(self) -> None:
        """Leave nothing open that must not be in a snapshot: no thread, no connection."""
        self.settle()
        for bucket in (self.bucket, *self._others.values()):
            bucket.close()

    def resume(self) -> None:
        """Know nothing for sure after a snapshot was restored."""
        self.bucket = Bucket.from_environment(self.settings.model_bucket, timeout=2.0)
        self._others.clear()
        self._releases.forget(self.bucket)

    def _load_all(self) -> None:
        for name in self.settings.preload:
            with suppress(Exception):  # a container that starts must not fail: the call will say what is wrong
                release, _ = self._releases.newest(name)
                self._live(name, release, PRODUCTION)

    def _live(self, name: str, release: Release, label: str) -> tuple[Model, bool, str]:
        wanted = release.live(label)
        if wanted is None:
            raise VersionNotFoundError(name, f"labelled {label!r}")
        last = self._last_good.get((name, label), wanted)
        if last != wanted and self._failed_lately(name, wanted):
            return *self._loaded(name, last, release), f"version {wanted} failed a moment ago"
        try:
            model, loaded = self._loaded(name, wanted, release)
        except RegistryError as error:
            if last == wanted:
                raise
            self._failed[name, wanted] = time.time()
            return *self._loaded(name, last, release), f"{type(error).__name__}: {error} {error.detail}"
        self._last_good[name, label] = wanted
        return model, loaded, ""

    def _failed_lately(self, name: str, version: int) -> bool:
        return 0 <= time.time() - self._failed.get((name, version), 0.0) < self.settings.refresh_seconds

    def _loaded(self, name: str, version: int, release: Release | None) -> tuple[Model, bool]:
        present = (name, version) in self._memory
        hint = release.models.get(version) if release else None
        threads = self.settings.threads
        try:
            model = self._memory.get((name, version), lambda: load(self.bucket, name, version, hint, threads))
        except VersionNotFoundError as error:
            if release is None:
                raise
            raise BrokenReleaseError(name, version) from error
        return model, not present


def start() -> Service:
    """Return the container's service, with the configured models on their way."""
    service = Service(Settings.from_environment())
    if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
        register(service.suspend, service.resume)
    if service.settings.preload:
        service.preload()
    return service
