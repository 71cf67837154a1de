"""Who watches which calls: the counters of a canary, what is captured, and drift."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.canary.counting import Counters
    from tintype.captures import Capturing
    from tintype.drift import Drift
    from tintype.s3 import Bucket
    from tintype.serving.model import Model
    from tintype.serving.resolved import Resolved
    from tintype.serving.watching import Watcher
    from tintype.settings import Settings


class Watchers:
    """One container's; each is imported and made when there is something to watch.

    Args:
        settings: what is captured and measured.
        bucket: gives the registry's bucket, which changes when a snapshot is restored.

    Attributes:
        always: whether calls are watched also while no canary runs.
    """

    def __init__(self, settings: Settings, bucket: Callable[[], Bucket]) -> None:
        self._settings = settings
        self._bucket = bucket
        self.always = settings.capture_rate > 0 or settings.drift_window > 0
        self.forget()

    def forget(self) -> None:
        """Begin anew, as after a snapshot was restored: no two containers may count as one."""
        self._counters: Counters | None = None
        self._capturing: Capturing | None = None
        self._drift: dict[tuple[str, int], Drift | None] = {}

    def counted(self, asked: Resolved, wanted: int, model: Model) -> Model:
        """Return a model whose calls are counted, as its alias has a canary; one that stands in is a failed call."""
        if self._counters is None:
            from tintype.canary.counting import Counters

            self._counters = Counters(self._bucket)
        watch = self._counters.watch(asked.name, asked.release, asked.label, wanted, len(model.manifest.labels))
        if model.manifest.version == wanted:
            return _with(model, watch)
        watch.failed()
        return model

    def sampled(self, model: Model) -> Model:
        """Return a model whose calls are captured and measured, as the settings say."""
        if self._settings.capture_rate > 0:
            if self._capturing is None:
                from tintype.captures import Capturing

                self._capturing = Capturing(self._bucket, self._settings)
            model = _with(model, self._capturing)
        if self._settings.drift_window > 0 and (drift := self._of(model)):
            model = _with(model, drift)
        return model

    def _of(self, model: Model) -> Drift | None:
        key = (model.manifest.name, model.manifest.version)
        if key not in self._drift:
            from tintype.drift import Drift, has_reference

            known = has_reference(model.manifest)
            self._drift[key] = Drift(model.manifest, self._settings.drift_window) if known else None
        return self._drift[key]


def _with(model: Model, watcher: Watcher) -> Model:
    return model._replace(watchers=(*model.watchers, watcher))
