from __future__ import annotations

import numpy as np
import pytest

from training.dataset import Dataset, Split
from training.hyperparameters import Hyperparameters
from training.loaders import load


def split(**changes) -> Split:
    part = Dataset(np.arange(24, dtype=np.uint8).reshape(2, 3, 4, 1), np.array([0, 1]), ("a", "b"))
    return Split(part._replace(**changes), part)


def test_digest_is_the_same_for_the_same_data(idx_folder):
    """Loading the same files twice gives the same digest."""
    how = Hyperparameters().preprocessing
    assert load(idx_folder, how).digest == load(idx_folder, how).digest


@pytest.mark.parametrize(
    "changes",
    [
        {"images": np.arange(1, 25, dtype=np.uint8).reshape(2, 3, 4, 1)},
        {"images": np.arange(24, dtype=np.uint8).reshape(2, 4, 3, 1)},
        {"labels": np.array([1, 0])},
        {"names": ("a", "c")},
    ],
    ids=["pixels", "shape", "labels", "names"],
)
def test_digest_sees_every_change(changes):
    """Other pixels, shapes, labels or names give another digest."""
    assert split(**changes).digest != split().digest


def test_digest_ignores_memory_layout():
    """The same values in another memory order or label type are the same data."""
    images = np.asfortranarray(split().train.images)
    assert split(images=images, labels=np.array([0, 1], np.int32)).digest == split().digest


def test_first():
    """The first so many images are taken; 0 takes all."""
    assert [len(split().train.first(count).labels) for count in (1, 0)] == [1, 2]


def test_some():
    """Some images are drawn by the seed, in their order, with each label's share, and each label once at least."""
    labels = np.repeat([0, 1, 2], [900, 99, 1])
    whole = Dataset(np.arange(1000, dtype=np.uint16).view(np.uint8).reshape(1000, 1, 2, 1), labels, ("a", "b", "c"))
    chosen = whole.some(100, 7)
    assert np.bincount(chosen.labels).tolist() == [89, 10, 1]
    numbers = chosen.images.reshape(100, 2).view(np.uint16)[:, 0]
    assert (numbers.tolist(), chosen.labels.tolist()) == (sorted(numbers), labels[numbers].tolist())
    assert numbers[:89].max() > 800  # not the first
    assert chosen.images.tobytes() == whole.some(100, 7).images.tobytes() != whole.some(100, 8).images.tobytes()
    assert sorted(whole.some(3, 1).labels) == [0, 1, 2]
    assert [len(whole.some(count, 7).labels) for count in (0, 1000, 5000)] == [1000] * 3


def test_hold_out():
    """A share of each label's images moves to validation, by the seed; a validation part of its own is left alone."""
    count = 1000
    images = np.arange(count * 4, dtype=np.uint32).view(np.uint8).reshape(count, 4, 4, 1)
    part = Dataset(images, np.repeat([0, 1], [900, 100]), ("a", "b"))
    whole = Split(part, part.first(1))
    held = whole.hold_out(0.1, 7)
    assert held.validation is not None
    assert np.bincount(held.validation.labels).tolist() == [90, 10]
    assert np.bincount(held.train.labels).tolist() == [810, 90]
    kept = [image.tobytes() for part in (held.train, held.validation) for image in part.images]
    assert sorted(kept) == sorted(image.tobytes() for image in images)
    assert held.digest == whole.hold_out(0.1, 7).digest != whole.hold_out(0.1, 8).digest
    assert held.hold_out(0.5, 7) is held
    assert whole.hold_out(0, 7) is whole


def test_digest_sees_the_validation():
    """The same images to train and test with, and others to validate with, are another data set."""
    assert split()._replace(validation=split().train).digest != split().digest
