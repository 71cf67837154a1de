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
from tintype.serving.recording import recorded
from tintype.serving.releases import Releases
from tintype.serving.snapshot import register
from tintype.serving.traffic import chosen, in_order
from tintype.serving.watchers import Watchers
from tintype.settings import Settings

if TYPE_CHECKING:
    from tintype.registry import Release
    from tintype.serving.traffic import Sticky
    from tintype.shadows.handing import Handing
    from tintype.signing.trust import Trust

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


class Shadowed(NamedTuple):
    """A call that is to be handed to another version.

    Attributes:
        model: what answers; it notes its runs.
        alias: what was asked for.
        version: what is to run on the same inputs.
    """

    model: Model
    alias: str
    version: int


class Service:
    """For one call at a time, as Lambda does it."""

    def __init__(self, settings: Settings, bucket: Bucket | None = None) -> None:
        self.settings = settings
        self.bucket = bucket or Bucket.from_environment(settings.model_bucket, timeout=2.0)
        self.shadowed: Shadowed | None = None
        self.handing: Handing | None = None
        self._releases = Releases(self.bucket, settings.refresh_seconds)
        self._memory = Memory(settings.model_memory_mb * _MEGABYTE)
        self._last_good: dict[tuple[str, str], int] = {}
        self._failed: dict[tuple[str, int], float] = {}
        self._trust = _trust(settings.trusted_keys)
        self._preload: Background[None] | None = None
        self._current: dict[str, Release] = {}
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
        model, loaded = self._loaded(asked.name, asked.version, None)
        seconds = _waited(started) if loaded else 0.0
        return Served(self._watchers.sampled(model) if self._watchers.always else model, seconds, asked.problem)

    def answering(self, asked: Resolved, version: int) -> Served:
        """Return what answers for one version of the alias that was asked for; see :meth:`model`."""
        started = time.perf_counter()
        model, loaded, failure = self._live(asked.name, asked.release, asked.label, version)
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
        model = recorded(found.model)
        self.shadowed = Shadowed(model, asked.label, version)
        return found._replace(model=model)

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
                        self._live(name, release, PRODUCTION, version)

    def _newest(self, name: str) -> tuple[Release, str]:
        """Return the release, and let go of versions that neither it nor the one before it names."""
        release, problem = self._releases.newest(name)
        before = self._current.get(name)
        if release is not before:
            live = release.aliases
            good = {version for (model, label), version in self._last_good.items() if model == name and label in live}
            self._memory.keep(name, good | release.versions() | (before.versions() if before else set()))
            self._current[name] = release
        return release, problem

    def _live(self, name: str, release: Release, label: str, wanted: int) -> tuple[Model, bool, str]:
        """Return what answers for a version of an alias, whether it had to be loaded, and why it is another one."""
        if (name, wanted) in self._memory:
            self._note(name, release, label, wanted)
            return *self._loaded(name, wanted, release), ""
        *others, last = in_order(release, label, wanted, self._last_good.get((name, label)))
        problem = ""
        for version in others:
            if self._failed_lately(name, version):
                problem = problem or f"version {version} failed a moment ago"
                continue
            try:
                model, loaded = self._loaded(name, version, release)
            except RegistryError as error:
                self._failed[name, version] = time.time()
                problem = problem or f"{type(error).__name__}: {error} {error.detail}"
            else:
                self._note(name, release, label, version)
                return model, loaded, problem
        model, loaded = self._loaded(name, last, release)
        self._note(name, release, label, last)
        return model, loaded, problem

    def _note(self, name: str, release: Release, label: str, version: int) -> None:
        """Remember an alias's main version as what stands in for the next one."""
        if self._last_good.get((name, label)) != version == release.live(label):
            self._last_good[name, label] = version

    def _failed_lately(self, name: str, version: int) -> bool:
        return 0 <= time.time() - self._failed.get((name, version), 0.0) < self.settings.refresh_seconds

    def _loaded(self, name: str, version: int, release: Release | None) -> tuple[Model, bool]:
        present = (name, version) in self._memory
        hint = release.models.get(version) if release else None
        threads = self.settings.threads
        try:
            model = self._memory.get(
                (name, version), lambda: load(self.bucket, name, version, hint, threads, self._trust)
            )
        except VersionNotFoundError as error:
            if release is None:
                raise
            raise BrokenReleaseError(name, version) from error
        return model, not present


class Resolved(NamedTuple):
    """What is live of a model at one moment, and what of it was asked for.

    Attributes:
        service: whose models these are.
        name, version, label: see ``Service.model``.
        release: what is live.
        problem: why that may be old.
    """

    service: Service
    name: str
    version: int | None
    label: str
    release: Release
    problem: str

    def served(self, sticky: Sticky | None = None) -> Served:
        """Return the version that answers one call; see ``Service.model``."""
        return self.service.served(self, sticky)

    def each(self) -> list[tuple[Served, float]]:
        """Return what answers for each version that has a share, and the share, the numbers rising."""
        shares = self.release.aliases.get(self.label)
        if self.version is not None or not shares:
            return [(self.served(), 1.0)]
        return [(self.service.answering(self, version), shares[version]) for version in sorted(shares)]


def _waited(started: float) -> float:
    """Return how long a call had to wait for a model, and record it."""
    from tintype.observability import milliseconds  # not before the models are on their way

    seconds = time.perf_counter() - started
    milliseconds("LoadDuration", seconds)
    return seconds


def _beyond(sample: float) -> bool:
    """Say whether chance leaves a call out of a sample of this share; a fresh draw in each container."""
    return int.from_bytes(os.urandom(4)) >= sample * 2**32


def _trust(keys: tuple[str, ...]) -> Trust | None:
    if not keys:
        return None
    from tintype.signing.trust import Trust  # for few deployments

    return Trust.from_setting(keys)


def start() -> Service:
    """Return the container's service, with the configured models on their way."""
    service = Service(Settings.from_environment())
    if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
        register(service.suspend, service.resume)
    if service.settings.preload:
        service.preload()
    return service
