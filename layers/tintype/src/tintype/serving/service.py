"""The container's models: resolved lazily, kept, and replaced by newer versions while calls go on."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from tintype.registry.release import PRODUCTION
from tintype.s3 import Bucket
from tintype.serving.background import Background
from tintype.serving.loaded import Loaded
from tintype.serving.releases import Releases
from tintype.serving.resolved import Resolved, Served, Shadowed
from tintype.serving.snapshot import register
from tintype.serving.traffic import chosen, in_order
from tintype.serving.watchers import Watchers
from tintype.settings import Settings

if TYPE_CHECKING:
    from tintype.registry import Release
    from tintype.serving.traffic import Sticky
    from tintype.shadows.handing import Handing


class Service:
    """For one call at a time, as Lambda does it."""

    def __init__(self, settings: Settings, bucket: Bucket | None = None) -> None:
        self.settings = settings
        self.bucket = bucket or Bucket.from_environment(settings.model_bucket, timeout=2.0)
        self.shadowed: Shadowed | None = None
        self.handing: Handing | None = None
        self._releases = Releases(self.bucket, settings.refresh_seconds)
        self._loaded = Loaded(settings, lambda: self.bucket)
        self._preload: Background[None] | None = None
        self._others: dict[tuple[str, int], Bucket] = {}
        self._watchers = Watchers(settings, lambda: self.bucket)

    def preload(self) -> None:
        """Load the configured models in the background; what fails is tried again by the call that needs it."""
        self._preload = Background(self._load_all)

    def model(
        self, name: str, version: int | None = None, label: str = PRODUCTION, sticky: Sticky | None = None
    ) -> Served:
        """Return the version to answer from.

        Args:
            name: the model's.
            version: exactly this one; by default what ``label`` stands for.
            label: an alias of the release.
            sticky: by which one of several versions that share the alias is chosen; see ``tintype.serving.traffic``.

        Raises:
            ModelNotFoundError, VersionNotFoundError: nothing of that name is released.
            RegistryError: it cannot be served, and no other version that could stand in.
        """
        return self.resolve(name, version, label).served(sticky)

    def resolve(self, name: str, version: int | None = None, label: str = PRODUCTION) -> Resolved:
        """Look up once what is live, for several images that are to meet the same release; see :meth:`model`."""
        self.settle()
        return Resolved(self, name, version, label, *self._newest(name))

    def served(self, asked: Resolved, sticky: Sticky | None) -> Served:
        """Return what answers, of a release that was looked up before; see :meth:`model`."""
        if asked.version is None:
            found = self.answering(asked, chosen(asked.name, asked.release, asked.label, sticky))
            return self._shadowed(asked, found) if asked.release.shadows and self.settings.shadow_queue else found
        started = time.perf_counter()
        model, loaded = self._loaded.get(asked.name, asked.version, None)
        seconds = _waited(started) if loaded else 0.0
        return Served(self._watchers.sampled(model) if self._watchers.always else model, seconds, asked.problem)

    def answering(self, asked: Resolved, version: int) -> Served:
        """Return what answers for one version of the alias that was asked for; see :meth:`model`."""
        started = time.perf_counter()
        model, loaded, failure = self._loaded.live(asked.name, asked.release, asked.label, version)
        seconds = _waited(started) if loaded else 0.0
        if len(asked.release.aliases[asked.label]) > 1:
            model = self._watchers.counted(asked, version, model)
        if self._watchers.always:
            model = self._watchers.sampled(model)
        return Served(model, seconds, failure or asked.problem)

    def _shadowed(self, asked: Resolved, found: Served) -> Served:
        """Let the answer's runs be noted where its alias has a shadow, and the call is one of the sample."""
        version = asked.release.shadows.get(asked.label)
        if version is None or version == found.model.manifest.version or _beyond(self.settings.shadow_sample):
            return found
        from tintype.serving.recording import recorded  # for few calls

        model = recorded(found.model)
        self.shadowed = Shadowed(model, asked.label, version)
        return found._replace(model=model)

    def again(self, served: Served) -> Served:
        """Return what answers further images of a call, whatever was loaded for one of them; see ``Loaded.again``."""
        return served._replace(model=self._loaded.again(served.model))

    def release(self, name: str) -> Release:
        """Return what is live of a model.

        Raises:
            ModelNotFoundError, RegistryUnavailableError: see :meth:`model`.
        """
        self.settle()
        return self._newest(name)[0]

    def storage(self, name: str) -> Bucket:
        """Return another bucket of the account, connected when it is first used and kept."""
        return self.storages(name, 1)[0]

    def storages(self, name: str, number: int) -> list[Bucket]:
        """Return the same bucket over so many connections, for as many threads; they are kept likewise."""
        places = [(name, place) for place in range(number)]
        for place in places:
            if place not in self._others:
                self._others[place] = self.bucket.twin(name)
        return [self._others[place] for place in places]

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
        if self.handing is not None:
            self.handing.close()

    def resume(self) -> None:
        """Know nothing for sure after a snapshot was restored."""
        self.bucket = Bucket.from_environment(self.settings.model_bucket, timeout=2.0)
        self._others.clear()
        self._watchers.forget()
        self._releases.forget(self.bucket)

    def _load_all(self) -> None:
        for name in self.settings.preload:
            with suppress(Exception):  # a container that starts must not fail: the call will say what is wrong
                release, _ = self._newest(name)
                for version in in_order(release, PRODUCTION, chosen(name, release, PRODUCTION, None), None):
                    with suppress(Exception):
                        self._loaded.live(name, release, PRODUCTION, version)

    def _newest(self, name: str) -> tuple[Release, str]:
        """Return the release, and why it may be old."""
        release, problem = self._releases.newest(name)
        self._loaded.keep(name, release)
        return release, problem


def _waited(started: float) -> float:
    """Return how long a call had to wait for a model, and record it."""
    from tintype.observability import milliseconds  # not before the models are on their way

    seconds = time.perf_counter() - started
    milliseconds("LoadDuration", seconds)
    return seconds


def _beyond(sample: float) -> bool:
    """Say whether chance leaves a call out of a sample of this share; a fresh draw in each container."""
    return int.from_bytes(os.urandom(4)) >= sample * 2**32


def start() -> Service:
    """Return the container's service, with the configured models on their way."""
    service = Service(Settings.from_environment())
    if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
        register(service.suspend, service.resume)
    if service.settings.preload:
        service.preload()
    return service
