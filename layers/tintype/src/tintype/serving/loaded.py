"""The versions that a container has loaded: another one stands in where the wanted one cannot be served."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tintype.errors import BrokenReleaseError, RegistryError, VersionNotFoundError
from tintype.serving.memory import Memory
from tintype.serving.model import load
from tintype.serving.traffic import in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.registry import Release
    from tintype.s3 import Bucket
    from tintype.serving.model import Model
    from tintype.settings import Settings
    from tintype.signing.trust import Trust

_MEGABYTE = 1_048_576


class Loaded:
    """Versions by model, within the settings' budget of memory.

    Args:
        settings: the deployment's.
        bucket: returns the registry's, which changes when a snapshot is restored.
    """

    def __init__(self, settings: Settings, bucket: Callable[[], Bucket]) -> None:
        self._bucket = bucket
        self._refresh_seconds = settings.refresh_seconds
        self._threads = settings.threads
        self._trust = _trust(settings.trusted_keys)
        self._memory = Memory(settings.model_memory_mb * _MEGABYTE)
        self._last_good: dict[tuple[str, str], int] = {}
        self._failed: dict[tuple[str, int], float] = {}
        self._current: dict[str, Release] = {}

    def keep(self, name: str, release: Release) -> None:
        """Let go of versions that neither this release nor the one before it names."""
        before = self._current.get(name)
        if release is not before:
            live = release.aliases
            good = {version for (model, label), version in self._last_good.items() if model == name and label in live}
            self._memory.keep(name, good | release.versions() | (before.versions() if before else set()))
            self._current[name] = release

    def live(self, name: str, release: Release, label: str, wanted: int) -> tuple[Model, bool, str]:
        """Return what answers for a version of an alias, whether it had to be loaded, and why it is another one.

        Raises:
            RegistryError: neither it nor what could stand in can be served.
        """
        if (name, wanted) in self._memory:
            self._note(name, release, label, wanted)
            return *self.get(name, wanted, release), ""
        *others, last = in_order(release, label, wanted, self._last_good.get((name, label)))
        problem = ""
        for version in others:
            if self._failed_lately(name, version):
                problem = problem or f"version {version} failed a moment ago"
                continue
            try:
                model, loaded = self.get(name, version, release)
            except RegistryError as error:
                self._failed[name, version] = time.time()
                problem = problem or f"{type(error).__name__}: {error} {error.detail}"
            else:
                self._note(name, release, label, version)
                return model, loaded, problem
        model, loaded = self.get(name, last, release)
        self._note(name, release, label, last)
        return model, loaded, problem

    def again(self, model: Model) -> Model:
        """Return a model of this call, loaded anew where another one has taken its place in memory meanwhile.

        Raises:
            RegistryError: it cannot be served any more.
        """
        key = (model.manifest.name, model.manifest.version)
        if key in self._memory:
            return model
        fresh, _ = self.get(*key, None)
        return model._replace(network=fresh.network, prepared=fresh.prepared)

    def _note(self, name: str, release: Release, label: str, version: int) -> None:
        """Remember an alias's main version as what stands in for the next one."""
        if self._last_good.get((name, label)) != version == release.live(label):
            self._last_good[name, label] = version

    def _failed_lately(self, name: str, version: int) -> bool:
        return 0 <= time.time() - self._failed.get((name, version), 0.0) < self._refresh_seconds

    def get(self, name: str, version: int, release: Release | None) -> tuple[Model, bool]:
        """Return one version, and whether it had to be loaded.

        Raises:
            VersionNotFoundError: there is none, and no release names it.
            RegistryError: it cannot be served.
        """
        present = (name, version) in self._memory
        hint = release.models.get(version) if release else None
        try:
            model = self._memory.get(
                (name, version), lambda: load(self._bucket(), name, version, hint, self._threads, self._trust)
            )
        except VersionNotFoundError as error:
            if release is None:
                raise
            raise BrokenReleaseError(name, version) from error
        return model, not present


def _trust(keys: tuple[str, ...]) -> Trust | None:
    if not keys:
        return None
    from tintype.signing.trust import Trust  # for few deployments

    return Trust.from_setting(keys)
