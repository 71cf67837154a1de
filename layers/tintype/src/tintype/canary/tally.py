"""What the calls to one version came to."""

from __future__ import annotations

from binascii import crc32
from math import log2
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_PER_OCTAVE = 4
_FIRST = 1 / 8192
"""Seconds where the second bucket begins; each is 2 ** (1/4), 19 per cent, wider than the one before."""
_LAST = 80
MOST_LABELS = 100
MOST_IMAGES = 500


class Tally:
    """Counts that only grow, and can be added up.

    An image that is sent a thousand times says no more about the answers than one that is sent once, and all of its
    calls go to the same version. So what is kept of the answers is a sample of distinct images, those with the smallest
    digests, whichever containers saw them (a bottom-k sketch; E. Cohen, H. Kaplan: Summarizing data using bottom-k
    sketches, 2007).

    Attributes:
        calls: answered ones, and failed ones.
        errors: those that failed by the model's fault.
        latency: answered calls by the bucket of their time.
        images: best labels by the images' digests (hexadecimal), at most ``MOST_IMAGES``.
    """

    def __init__(
        self,
        calls: int = 0,
        errors: int = 0,
        latency: Mapping[int, int] | None = None,
        images: Mapping[str, str] | None = None,
    ) -> None:
        self.calls = calls
        self.errors = errors
        self.latency = dict(latency or {})
        self.images = dict(images or {})
        self._largest = max(self.images, default="")

    @property
    def labels(self) -> dict[str, int]:
        """The sampled images by their best label."""
        counts: dict[str, int] = {}
        for label in self.images.values():
            counts[label] = counts.get(label, 0) + 1
        return counts

    def answered(self, seconds: float, digest: str, label: str) -> None:
        """Count a call that was answered; an empty label is none."""
        self.calls += 1
        bucket = _bucket(seconds)
        self.latency[bucket] = self.latency.get(bucket, 0) + 1
        if label:
            self._sample(digest, label)

    def failed(self) -> None:
        """Count a call that the model failed."""
        self.calls += 1
        self.errors += 1

    def add(self, other: Tally) -> None:
        """Add another's counts to these."""
        self.calls += other.calls
        self.errors += other.errors
        for bucket, count in other.latency.items():
            self.latency[bucket] = self.latency.get(bucket, 0) + count
        for digest, label in other.images.items():
            self._sample(digest, label)

    def _sample(self, digest: str, label: str) -> None:
        if digest not in self.images and len(self.images) >= MOST_IMAGES:
            if digest > self._largest:
                return
            del self.images[self._largest]
            self._largest = max(self.images)
        self.images[digest] = label
        self._largest = max(self._largest, digest)

    def quantile(self, share: float) -> float:
        """Return the seconds that so large a share of the answered calls took at most; 0 without any."""
        wanted, seen = share * sum(self.latency.values()), 0
        for bucket in sorted(self.latency):
            seen += self.latency[bucket]
            if seen >= wanted:
                return _end(bucket)
        return 0.0

    def slower(self, seconds: float) -> int:
        """Return how many answered calls took longer, as far as buckets tell: those in this time's own do not count."""
        own = _bucket(seconds)
        return sum(count for bucket, count in self.latency.items() if bucket > own)

    def to_document(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {"calls": self.calls, "errors": self.errors, "latency": self.latency, "images": self.images}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Tally:
        """Read what :meth:`to_document` gave.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: it is something else.
        """
        latency = {int(bucket): int(count) for bucket, count in document["latency"].items()}
        images = {str(digest): str(label) for digest, label in document["images"].items()}
        return cls(int(document["calls"]), int(document["errors"]), latency, images)


def bounded(label: str, labels: int) -> str:
    """Return a label as it is counted: of a model with very many, one of a hundred groups, the same everywhere.

    Args:
        label: the answer.
        labels: how many the model has.
    """
    return label if labels <= MOST_LABELS else f"#{crc32(label.encode(errors='replace')) % MOST_LABELS}"


def _bucket(seconds: float) -> int:
    return 0 if seconds < _FIRST else min(_LAST, 1 + int(_PER_OCTAVE * log2(seconds / _FIRST)))


def _end(bucket: int) -> float:
    return float(_FIRST * 2 ** (bucket / _PER_OCTAVE))
