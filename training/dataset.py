"""A data set in memory: images, their labels, and a digest that names exactly these."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Images = NDArray[np.uint8]
Labels = NDArray[np.int64]


class Dataset(NamedTuple):
    """Labelled images of one size.

    Attributes:
        images: uint8, shape (N, height, width, channels), channels 1 (grey) or 3 (RGB).
        labels: int64, shape (N,), an index into ``names``.
        names: the label names, in the order of the network's outputs.
    """

    images: Images
    labels: Labels
    names: tuple[str, ...]

    def first(self, count: int) -> Dataset:
        """Return the first ``count`` images; 0 means all."""
        return Dataset(self.images[:count], self.labels[:count], self.names) if count else self


class Split(NamedTuple):
    """What a model learns from, and what it is measured on and never saw."""

    train: Dataset
    test: Dataset

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) over names, shapes, pixels and labels: equal data, equal digest."""
        state = hashlib.sha256("\0".join(self.train.names).encode())
        for part in self:
            state.update(repr(part.images.shape).encode())
            state.update(np.ascontiguousarray(part.images).data)
            state.update(part.labels.astype("<i8").tobytes())
        return state.hexdigest()
