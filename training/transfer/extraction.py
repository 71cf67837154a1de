"""Features on disk: a frozen network runs once over every image, on all processors."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import numpy as np

from tintype.runtimes import load
from tintype.tensor import Tensor
from training.dataset import Split
from training.export import to_litert
from training.fit import normalise
from training.networks import INPUT, OUTPUT

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from tintype.images import Preprocessing
    from tintype.runtimes import Network
    from training.dataset import Dataset, Images
    from training.progress import Reporter


class Extractor:
    """Computes features, and keeps them for a job that goes on after an interruption.

    Args:
        features: a ``keras.Model`` from one image to its features.
        how: how an image becomes its input.
        cache: the folder for files of float16, (N, features), which are named after the data.
        report: is told what begins.
    """

    def __init__(self, features: Any, how: Preprocessing, cache: Path, report: Reporter) -> None:  # noqa: ANN401
        self._how, self._cache, self._report = how, cache, report
        self._count = features.output_shape[1]
        # LiteRT runs depthwise convolutions several times as fast as TensorFlow does; a network runs on one thread.
        file = to_litert(features, explained=False)
        self._networks: SimpleQueue[Network] = SimpleQueue()
        for _ in range(os.cpu_count() or 1):
            self._networks.put(load("litert", bytearray(file)))

    def split(self, split: Split, *, mirrored: bool) -> Split:
        """Return the same with features for images; the test images are not looked at.

        Args:
            split: the images.
            mirrored: add each training image's mirror image.
        """
        name = f"features-{split.digest[:16]}"
        train = self._dataset(split.train, f"{name}-train", mirrored=mirrored)
        validation = split.validation and self._dataset(split.validation, f"{name}-validation")
        return Split(train, train.first(1), validation)

    def _dataset(self, data: Dataset, name: str, *, mirrored: bool = False) -> Dataset:
        labels = np.tile(data.labels, 2) if mirrored else data.labels
        path = self._cache / f"{name}-{len(labels)}.npy"
        if not path.exists():
            self._report.stage(f"Computing the features of {len(labels):,} images")
            self._write(data.images, path, len(labels))
        return data._replace(images=np.load(path, mmap_mode="r"), labels=labels)

    def _write(self, images: Images, path: Path, rows: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        found = np.lib.format.open_memmap(unfinished, "w+", np.float16, (rows, self._count))

        def fill(row: int) -> None:
            image = images[row % len(images)]
            found[row] = self._features(image if row < len(images) else image[:, ::-1])

        with ThreadPoolExecutor(self._networks.qsize()) as pool:
            for _ in pool.map(fill, range(rows)):
                pass  # what went wrong is raised here
        found.flush()
        unfinished.rename(path)

    def _features(self, image: Images) -> NDArray[np.float32]:
        pixels = normalise(image[None], self._how)
        network = self._networks.get()
        try:
            outputs = network.run({INPUT: Tensor(INPUT, "float32", pixels.shape, pixels.tobytes())})
        finally:
            self._networks.put(network)
        return np.frombuffer(bytes(outputs[OUTPUT].data), np.float32)
