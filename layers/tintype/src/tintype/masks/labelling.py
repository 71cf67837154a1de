"""From probabilities to a label image."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image

    from tintype.tensor import Tensor

OPAQUE = 255


def planes(probabilities: Tensor) -> Iterator[Image]:
    """Yield each class's plane, mode ``"L"``, of a uint8 tensor of shape (1, height, width, classes)."""
    from PIL import Image as pil  # noqa: N813 -- the module beside its class

    _, height, width, classes = probabilities.shape
    data = bytes(probabilities.data)
    for index in range(classes):
        yield pil.frombytes("L", (width, height), data[index::classes])


def labelled(levels: Iterator[Image]) -> Image:
    """Return the label image of the classes' planes, one after the other: the likeliest, or the first of several."""
    from PIL import ImageChops

    best = next(levels)
    labels = best.point([0] * 256)
    for index, plane in enumerate(levels, 1):
        better = ImageChops.subtract(plane, best).point([0, *[OPAQUE] * 255])
        labels.paste(index, mask=better)
        best = ImageChops.lighter(best, plane)
    return labels


def only(labels: Image, index: int) -> Image:
    """Return one class's mask, mode ``"L"``: 255 inside, 0 outside."""
    table = [0] * 256
    table[index] = OPAQUE
    return labels.point(table)


def areas(labels: Image, classes: int) -> Sequence[int]:
    """Return how many pixels each class has."""
    return labels.histogram()[:classes]
