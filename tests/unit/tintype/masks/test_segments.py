from __future__ import annotations

import numpy as np
import pytest

from tests.unit.tintype.masks.made import image
from tintype.errors import MaskTooDetailedError, OptionError
from tintype.masks import segments as module
from tintype.masks.segments import segments

NAMES = ("background", "cat", "dog", "bird")
LABELS = np.zeros((4, 6), np.uint8)
LABELS[1:3, 1:5] = 2
LABELS[3, 0] = 3


def test_runs():
    """Each class that is there has its index, name, area, box and mask, as COCO has them."""
    dog, bird = segments(image(LABELS), NAMES, {"format": "counts"})
    assert dog == {
        "category_id": 2,
        "label": "dog",
        "area": 8,
        "bbox": [1, 1, 4, 2],
        "segmentation": {"size": [4, 6], "counts": [5, 2, 2, 2, 2, 2, 2, 2, 5]},
    }
    assert (bird["label"], bird["bbox"]) == ("bird", [0, 3, 1, 1])


def test_compressed():
    """Without a wish the counts are COCO's compressed text."""
    assert segments(image(LABELS), NAMES, {})[0]["segmentation"] == {"size": [4, 6], "counts": "522000003"}


def test_polygons():
    """Polygons are lists of x and y, with their holes beside them."""
    pixels = np.ones((9, 9), np.uint8)
    pixels[3:6, 3:6] = 0
    (cat,) = segments(image(pixels), NAMES[:2], {"format": "polygons"})
    assert cat["segmentation"] == [[0, 0, 9, 0, 9, 9, 0, 9]]
    assert cat["holes"] == [[6, 3, 3, 3, 3, 6, 6, 6]]


def test_tolerance():
    """A larger tolerance leaves fewer corners."""
    y, x = np.mgrid[:60, :60] - 30
    disc = image(np.uint8(x**2 + y**2 < 600))
    sizes = [
        len(segments(disc, NAMES[:2], {"format": "polygons", "tolerance": text})[0]["segmentation"][0])
        for text in ("0", "1", "4.5")
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3


@pytest.mark.parametrize("text", ["101", "-1", "nan", "1e1", "", "٣", ".", "0.00000001"])
def test_bad_tolerance(text):
    """What is no such number is refused, with what was expected."""
    with pytest.raises(OptionError, match="Expected tolerance to be a number from 0 to 100"):
        segments(image(LABELS), NAMES, {"tolerance": text})


def test_bad_format():
    """A format that there is not is refused, with those that there are."""
    with pytest.raises(OptionError, match="Expected format to be one of rle, counts, polygons"):
        segments(image(LABELS), NAMES, {"format": "svg"})


@pytest.mark.parametrize("form", ["rle", "counts", "polygons"])
def test_too_detailed(form, monkeypatch):
    """A mask that would be too long is refused, with how long it is."""
    monkeypatch.setattr(module, "MOST_NUMBERS", 40)
    noise = image(np.indices((9, 9)).sum(0) % 2)
    with pytest.raises(MaskTooDetailedError, match="at most 40 numbers, made one of 8"):
        segments(noise, NAMES[:2], {"format": form})
