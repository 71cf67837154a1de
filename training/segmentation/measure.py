"""How well a mask fits: the file as it is served, on images that the training never saw."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from tintype.images.writing import PNG, encode
from tintype.tasks import Parameters, answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tintype.manifest import Manifest
    from tintype.runtimes import Network
    from training.segmentation.samples import Sample

    Pixels = NDArray[np.uint8]
    Scores = NDArray[np.float64]

_MOST = 100_000_000
_DRAWS, _CONFIDENCE = 2000, 95  # of the bootstrap


def overlap(drawn: Pixels, found: Pixels, index: int) -> tuple[float, float]:
    """Return IoU (Jaccard's index) and Dice's coefficient of one class; 1 where neither has it.

    Args:
        drawn: class indices, (height, width), by a person.
        found: the same, by the model.
        index: the class.
    """
    here, there = drawn == index, found == index
    both, either = int((here & there).sum()), int((here | there).sum())
    return (both / either, 2 * both / (both + either)) if either else (1.0, 1.0)


def measure(manifest: Manifest, network: Network, test: Sequence[Sample]) -> dict[str, Any]:
    """Return, for each class but the background, the mean IoU and Dice over the images, with 95 % intervals.

    The masks are compared in the images' own size. The intervals are of the bootstrap over the images' groups
    (Efron 1979), as images of one group are no independent witnesses.
    """
    found = [_mask(manifest, network, sample) for sample in test]
    classes = {}
    for index, label in enumerate(manifest.labels[1:], 1):
        scores = np.array(
            [overlap(np.asarray(sample.mask), mask, index) for sample, mask in zip(test, found, strict=True)]
        )
        groups = [sample.group for sample in test]
        classes[label] = _described("iou", scores[:, 0], groups) | _described("dice", scores[:, 1], groups)
        classes[label]["worst_iou"] = round(float(scores[:, 0].min()), 4)
    mean = round(float(np.mean([each["iou"] for each in classes.values()])), 4)
    return {"iou": mean, "classes": classes, "test_images": len(test)}


def _mask(manifest: Manifest, network: Network, sample: Sample) -> Pixels:
    made = answer(manifest, network, encode(sample.image, PNG), Parameters(media_type=PNG), _MOST)
    with Image.open(BytesIO(made.body or b"")) as mask:
        return np.asarray(mask, np.uint8)


def _described(name: str, scores: Scores, groups: Sequence[str]) -> dict[str, Any]:
    low, high = interval(scores, groups)
    return {name: round(float(scores.mean()), 4), f"{name}_interval": [round(low, 4), round(high, 4)]}


def interval(scores: Scores, groups: Sequence[str]) -> tuple[float, float]:
    """Return the 95 % interval of a mean, by drawing groups with replacement; always the same draws."""
    members = [np.flatnonzero(np.asarray(groups) == name) for name in dict.fromkeys(groups)]
    sums = np.array([scores[each].sum() for each in members])
    sizes = np.array([len(each) for each in members])
    drawn = np.random.default_rng(0).integers(len(members), size=(_DRAWS, len(members)))
    means = sums[drawn].sum(1) / sizes[drawn].sum(1)
    tail = (100 - _CONFIDENCE) / 2
    low, high = np.percentile(means, (tail, 100 - tail))
    return float(low), float(high)
