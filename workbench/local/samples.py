"""Real images to try a model with: test images of MNIST, one of each digit, as PNG files."""

from dataclasses import dataclass
from pathlib import Path

from training.loaders import idx
from training.local import MNIST
from training.served import png


@dataclass(frozen=True)
class Sample:
    """An image file and what it truly shows."""

    path: Path
    label: str


def write_samples(folder: Path, data: Path = MNIST) -> list[Sample]:
    """Write the first test image of each digit, as `digit-<label>.png`, 28x28 pixels, grey.

    Args:
        folder: made where it is missing.
        data: a folder with MNIST's gzipped idx files; the test images were never trained on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    images = idx.read(data / "t10k-images-idx3-ubyte.gz", 3)
    labels = idx.read(data / "t10k-labels-idx1-ubyte.gz", 1).tolist()
    samples = [Sample(folder / f"digit-{label}.png", str(label)) for label in sorted(set(labels))]
    for sample in samples:
        sample.path.write_bytes(png(images[labels.index(int(sample.label))][..., None]))
    return samples
