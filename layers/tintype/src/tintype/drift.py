"""Whether callers still send, and get, what a version was measured on: one figure each for a window of answers.

The reference is what the training job published with the version (``metrics.reference`` of its manifest).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tintype.errors import ImageError
from tintype.images import decode
from tintype.images.light import light
from tintype.observability import gauge
from tintype.statistics import stability_index

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.manifest import Manifest
    from tintype.serving.watching import Seen

MOST_LABELS = 20
OTHERS = "(others)"
_PAUSE = 0.2
"""Seconds between two images that are decoded a second time to be measured."""


class Drift:
    """Watches one version in one container; each full window gives its figures to the call that fills it.

    ``LabelDrift`` is the population stability index of the answers' labels; ``BrightnessDrift`` and ``ContrastDrift``
    are how far the mean of the window lies from that of the test images, in standard deviations of single images.

    Args:
        manifest: the version's, with a reference.
        window: how many answers it takes.
    """

    def __init__(self, manifest: Manifest, window: int) -> None:
        self._manifest = manifest
        self._reference: Mapping[str, Any] = manifest.metrics["reference"]
        self._window = window
        self._shares = top(self._reference["label_shares"])
        self._measured = 0.0
        self._clear()

    def answered(self, seen: Seen) -> None:
        """Count an answer's label, and now and then measure its image."""
        self._answers += 1
        label = seen.label if seen.label in self._shares else OTHERS
        self._labels[label] = self._labels.get(label, 0) + 1
        if seen.is_image and not 0 <= time.time() - self._measured < _PAUSE:
            self._measured = time.time()
            self._measure(seen.data)
        if self._answers >= self._window:
            self._report()
            self._clear()

    def failed(self) -> None:
        """Count nothing: there is no answer."""

    def _measure(self, data: bytes) -> None:
        how = self._manifest.preprocessing
        try:
            picture = decode(data, at_least=(how.width, how.height))
        except ImageError:  # larger than the default allows
            return
        for kept, value in zip(self._light, light(picture.image, how), strict=True):
            kept.append(value)

    def _report(self) -> None:
        gauge("LabelDrift", stability_index(self._shares, self._labels))
        brightness, contrast = self._light
        if brightness:
            gauge("BrightnessDrift", distance(brightness, self._reference["brightness"]))
            gauge("ContrastDrift", distance(contrast, self._reference["contrast"]))

    def _clear(self) -> None:
        self._answers = 0
        self._labels: dict[str, int] = {}
        self._light: tuple[list[float], list[float]] = ([], [])


def has_reference(manifest: Manifest) -> bool:
    """Say whether a version was published with what drift is measured against."""
    found = manifest.metrics.get("reference")
    return isinstance(found, dict) and {"label_shares", "brightness", "contrast"} <= set(found)


def top(shares: Mapping[str, float]) -> dict[str, float]:
    """Return the largest shares, at most :data:`MOST_LABELS`, and one of all others, so that a window can fill them."""
    ordered = sorted(shares, key=lambda label: (-shares[label], label))
    kept = {label: shares[label] for label in ordered[:MOST_LABELS]}
    return kept | {OTHERS: sum(shares[label] for label in ordered[MOST_LABELS:])}


def distance(values: list[float], usual: Mapping[str, float]) -> float:
    """Return how far the mean of the values lies from the usual one, in standard deviations of a single one."""
    return abs(sum(values) / len(values) - usual["mean"]) / max(1.0, usual["deviation"])
