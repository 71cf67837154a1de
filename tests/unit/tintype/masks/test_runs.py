from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.tintype.masks.made import image, masks
from tintype.masks.runs import compressed, counts


def expanded(text):
    """Read COCO's compressed text: five bits a character, differences from the fourth number on."""
    lengths, place = [], 0
    while place < len(text):
        value, shift, more = 0, 0, True
        while more:
            group = ord(text[place]) - 48
            value |= (group & 0x1F) << shift
            place, shift, more = place + 1, shift + 5, bool(group & 0x20)
            if not more and group & 0x10:
                value -= 1 << shift
        lengths.append(value + lengths[-2] if len(lengths) > 2 else value)
    return lengths


@given(masks())
def test_counts(mask):
    """The runs, column by column, outside and inside in turn, are the mask again."""
    lengths = counts(image(mask * 255))
    inside = np.repeat(np.arange(len(lengths)) % 2 == 1, lengths)
    assert np.array_equal(inside.reshape(mask.shape[::-1]).T, mask)
    assert 0 not in lengths[1:]


@given(st.lists(st.integers(0, 2**31), min_size=1))
def test_compressed(lengths):
    """The compressed text gives the run-lengths again, in the characters that COCO uses."""
    text = compressed(lengths)
    assert expanded(text) == lengths
    assert set(text) <= set(map(chr, range(48, 48 + 64)))


@pytest.mark.parametrize(
    ("box", "text"),
    [
        ((slice(0, 0), slice(0, 0)), "PP\\9"),
        ((slice(0, 480), slice(0, 640)), "0PP\\9"),
        ((slice(100, 101), slice(300, 303)), "Tg\\41o>000lkm4"),
    ],
)
def test_as_coco_writes_it(box, text):
    """The text is what pycocotools 2.0.11 makes of the same mask of 640 x 480."""
    pixels = np.zeros((480, 640), np.uint8)
    pixels[box] = 255
    assert compressed(counts(image(pixels))) == text
