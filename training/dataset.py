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

    def some(self, count: int, seed: int) -> Dataset:
        """Return ``count`` images in their order, drawn by the seed; 0 means all.

        Each label keeps its share of all images, and where ``count`` allows there is one of each label at least.
        """
        if not 0 < count < len(self.labels):
            return self
        chance = np.random.default_rng(seed).permutation(len(self.labels))
        place = np.empty(len(chance))  # of each image among those of its label, 0 to below 1
        for label in np.unique(self.labels):
            mine = chance[self.labels[chance] == label]
            place[mine] = np.arange(len(mine)) / len(mine)
        chosen = np.zeros(len(chance), bool)
        chosen[chance[np.argsort(place[chance], kind="stable")[:count]]] = True
        return self.where(chosen)

    def where(self, chosen: NDArray[np.bool_]) -> Dataset:
        """Return the images for which ``chosen``, shape (N,), is true."""
        return Dataset(self.images[chosen], self.labels[chosen], self.names)


class Split(NamedTuple):
    """What a model learns from, what it is measured on and never saw, and what decides when to stop, if anything."""

    train: Dataset
    test: Dataset
    validation: Dataset | None = None

    def named(self, names: tuple[str, ...]) -> Split:
        """Return the same with other label names."""
        train, test, validation = self
        return Split(
            train._replace(names=names), test._replace(names=names), validation and validation._replace(names=names)
        )

    def hold_out(self, share: float, seed: int) -> Split:
        """Take a share of each label's training images, drawn by the seed, for validation; 0 changes nothing."""
        if not share or self.validation is not None:
            return self
        chance = np.random.default_rng(seed).permutation(len(self.train.labels))
        chosen = np.zeros(len(chance), bool)
        for label in np.unique(self.train.labels):
            mine = chance[self.train.labels[chance] == label]
            chosen[mine[: round(share * len(mine))]] = True
        return self._replace(train=self.train.where(~chosen), validation=self.train.where(chosen))

    @property
    def summary(self) -> str:
        """What there is, in words."""
        validation = f"{len(self.validation.labels):,} to validate, " if self.validation else ""
        return (
            f"{len(self.train.labels):,} images to train, {validation}{len(self.test.labels):,} to test, "
            f"{len(self.train.names)} labels"
        )

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) over names, shapes, pixels and labels: equal data, equal digest."""
        state = hashlib.sha256("\0".join(self.train.names).encode())
        for part in filter(None, self):
            state.update(repr(part.images.shape).encode())
            state.update(np.ascontiguousarray(part.images).data)
            state.update(part.labels.astype("<i8").tobytes())
        return state.hexdigest()
