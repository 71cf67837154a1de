from __future__ import annotations

import numpy as np
from PIL import Image

from tests.unit.tintype.masks.made import image
from tintype.masks.colours import cutout, indexed, overlay, palette


def test_palette():
    """The colours are PASCAL VOC's: black, maroon, green, olive, ..., and red from the ninth on."""
    colours = np.reshape(palette(21), (21, 3)).tolist()
    assert colours[:4] == [[0, 0, 0], [128, 0, 0], [0, 128, 0], [128, 128, 0]]
    assert colours[8:10] == [[64, 0, 0], [192, 0, 0]]
    assert colours[20] == [0, 64, 128]
    assert len({tuple(colour) for colour in np.reshape(palette(256), (256, 3)).tolist()}) == 256


def test_indexed():
    """The pixels of the picture are the classes' indices, and the labels stay what they are."""
    labels = image(np.array([[0, 1], [2, 1]]))
    picture = indexed(labels, 3)
    assert (picture.mode, [*picture.tobytes()]) == ("P", [0, 1, 2, 1])
    assert picture.convert("RGB").getpixel((0, 1)) == (0, 128, 0)
    assert labels.mode == "L"


def test_overlay():
    """The background stays as it is, a class has half of its colour over it."""
    made = overlay(image(np.array([[0, 1]])), 2, Image.new("L", (2, 1), 100))
    assert made.getpixel((0, 0)) == (100, 100, 100)
    assert np.abs(np.subtract(made.getpixel((1, 0)), (114, 50, 50))).max() <= 1


def test_cutout():
    """What is outside is transparent, what is half inside half so, and what was transparent stays so."""
    whole = Image.new("RGBA", (3, 1), (9, 8, 7, 255))
    whole.putpixel((2, 0), (9, 8, 7, 0))
    made = cutout(whole, image(np.array([[0, 128, 255]])))
    assert np.asarray(made)[0].tolist() == [[9, 8, 7, 0], [9, 8, 7, 128], [9, 8, 7, 0]]
