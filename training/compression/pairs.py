"""What the post-filter learns from: patches of photographs, and what the codec makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tintype.codec import decode, encode, step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from PIL.Image import Image

    from tintype.codec import Tables

    Pixels = NDArray[np.uint8]
    Batch = tuple[tuple[NDArray[np.float32], NDArray[np.float32]], NDArray[np.float32]]

_SIDE = 320  # what is encoded at once
_PATCH = 96


class Pair(NamedTuple):
    """A photograph's part, what came back of it, and the quantisation step."""

    good: Pixels
    coded: Pixels
    step: float


def pairs(photographs: Sequence[Image], tables: Tables, many: int, seed: int) -> list[Pair]:
    """Return so many parts of photographs, as they are and as the codec returns them at any quality."""
    rng = np.random.default_rng(seed)
    return [_pair(photographs[index % len(photographs)], tables, rng) for index in range(many)]


def _pair(image: Image, tables: Tables, rng: np.random.Generator) -> Pair:
    if rng.integers(2):
        image = image.resize((image.width // 2, image.height // 2), 1)
    left, top = (int(rng.integers(0, side - _SIDE + 1)) for side in image.size)
    part, quality = image.crop((left, top, left + _SIDE, top + _SIDE)), int(rng.integers(1, 101))
    back = decode(encode(part, quality, tables), part.size, quality, tables)
    return Pair(np.asarray(part), np.asarray(back), step(quality))


def batches(of: Sequence[Pair], size: int, seed: int) -> Iterator[Batch]:
    """Yield ((coded, steps), good) without end: patches turned and mirrored, float32 in 0 to 1, and steps in levels."""
    rng = np.random.default_rng(seed)
    while True:
        chosen = [of[index] for index in rng.integers(len(of), size=size)]
        patches = [_patch(pair, rng) for pair in chosen]
        coded, good = (_levels(side) for side in zip(*patches, strict=True))
        yield (coded, np.array([[pair.step] for pair in chosen], np.float32)), good


def _levels(of: Sequence[Pixels]) -> NDArray[np.float32]:
    return np.stack(of).astype(np.float32) / np.float32(255)


def _patch(pair: Pair, rng: np.random.Generator) -> tuple[Pixels, Pixels]:
    top, left = (int(rng.integers(0, side - _PATCH + 1)) for side in pair.good.shape[:2])
    turns, mirrored = int(rng.integers(4)), bool(rng.integers(2))
    parts = (np.rot90(of[top : top + _PATCH, left : left + _PATCH], turns) for of in (pair.coded, pair.good))
    coded, good = (part[:, ::-1] if mirrored else part for part in parts)
    return coded, good
