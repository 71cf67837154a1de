"""Images that two labels tell apart, for networks of no size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from training.dataset import Dataset
from training.hyperparameters import Hyperparameters
from training.served import png

if TYPE_CHECKING:
    from pathlib import Path

SIDE = 32
SETTINGS = Hyperparameters(
    name="stripes",
    network="efficientnet-lite0",
    width=SIDE,
    height=SIDE,
    epochs=60,
    batch_size=8,
    learning_rate=0.01,
    flip="horizontal",
)


def stripes(count: int, seed: int) -> Dataset:
    """Return noise with stripes that stand (label 0) or lie (label 1)."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 2
    images = rng.integers(0, 60, (count, SIDE, SIDE, 3), np.uint8)
    for image, label in zip(images, labels, strict=True):
        (image if label else image.transpose(1, 0, 2))[rng.integers(4) :: 4] += 180
    return Dataset(images, labels.astype(np.int64), ("standing", "lying"))


def scaled(data: Dataset) -> np.ndarray:
    """Return the images as the network takes them, 0 to 1."""
    return (data.images / 255).astype(np.float32)


def write(data: Dataset, folder: Path) -> Path:
    """Write them as a folder of labelled images."""
    for number, (image, label) in enumerate(zip(data.images, data.labels, strict=True)):
        path = folder / data.names[label] / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(image))
    return folder
