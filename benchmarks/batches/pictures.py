"""The images of a block: real digits, and photos as a camera makes them, each different from the others."""

from __future__ import annotations

from benchmarks.models import photo
from training.loaders import idx
from training.local import MNIST
from training.served import png

DIGITS = 100  # a block of a batch, by batches.asl.json
PHOTOS = 10
SIZE = (640, 480)


def digits() -> list[bytes]:
    """Return the first test images of MNIST as PNG files."""
    return [png(image[..., None]) for image in idx.read(MNIST / "t10k-images-idx3-ubyte.gz", 3)[:DIGITS]]


def photos() -> list[bytes]:
    """Return JPEG files."""
    return [photo.jpeg(photo.picture(seed).resize(SIZE)) for seed in range(PHOTOS)]
