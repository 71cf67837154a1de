"""Images with the mask that a person drew, and which of them the training never sees."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Batch = tuple[NDArray[np.float32], NDArray[np.uint8]]

_HELD_OUT = 0.2


class Sample(NamedTuple):
    """One image.

    Attributes:
        name: its file's.
        group: whom or what it shows; a group is never split, so that nothing held out is known from another image.
        image: in mode ``"L"`` or ``"RGB"``.
        mask: of the same size, mode ``"L"``, each pixel the index of its class; 0 is the background.
    """

    name: str
    group: str
    image: Image
    mask: Image


class Data(NamedTuple):
    """What a network learns from, and what it is measured on.

    Attributes:
        batches: endless.
        test: never seen in training.
        images: how many are learnt from.
        digest: their SHA-256.
        photographs: where ``test`` is made, real images beside it, never seen either.
    """

    batches: Iterator[Batch]
    test: list[Sample]
    images: int
    digest: str
    photographs: Sequence[Sample] = ()


def split(samples: Sequence[Sample]) -> tuple[list[Sample], list[Sample]]:
    """Return the samples to learn from and a fifth that is held out, by the SHA-256 of their group: always the same."""
    train: list[Sample] = []
    test: list[Sample] = []
    for sample in samples:
        part = int.from_bytes(sha256(sample.group.encode()).digest()[:4]) / 2**32
        (test if part < _HELD_OUT else train).append(sample)
    return train, test


def digest(samples: Sequence[Sample]) -> str:
    """Return the SHA-256 of all names and pixels, in hexadecimal."""
    whole = sha256()
    for sample in sorted(samples, key=lambda each: each.name):
        for part in (sample.name.encode(), sample.image.tobytes(), sample.mask.tobytes()):
            whole.update(sha256(part).digest())
    return whole.hexdigest()
