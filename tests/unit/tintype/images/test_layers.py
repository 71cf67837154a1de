from __future__ import annotations

import pytest
from PIL import Image

from tintype.images.layers import layers


@pytest.mark.parametrize(
    ("mode", "colours", "transparent"),
    [
        ("1", "L", False),
        ("L", "L", False),
        ("I;16", "L", False),
        ("F", "L", False),
        ("LA", "L", True),
        ("La", "L", True),
        ("P", "RGB", False),
        ("PA", "RGB", True),
        ("RGB", "RGB", False),
        ("RGBA", "RGB", True),
        ("RGBa", "RGB", True),
        ("CMYK", "RGB", False),
        ("YCbCr", "RGB", False),
    ],
)
def test_modes(mode, colours, transparent):
    """Each of Pillow's modes becomes grey or colour, and keeps its transparency apart."""
    found = layers(Image.new(mode, (4, 3)))
    assert found.colours.mode == colours
    assert (found.alpha is not None) == transparent


def test_hidden_colours():
    """What is transparent keeps its colour, so that nothing bleeds into an edge."""
    found = layers(Image.new("RGBA", (2, 2), (10, 200, 30, 0)))
    assert found.colours.getpixel((0, 0)) == (10, 200, 30)
    assert found.alpha.getextrema() == (0, 0)


def test_transparent_colour():
    """A palette's transparent colour becomes transparency."""
    image = Image.new("P", (2, 1))
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.putdata([0, 1])
    image.info["transparency"] = 1
    assert layers(image).alpha.tobytes() == bytes([255, 0])


def test_profile():
    """The profile stays with RGB and grey, and goes where the pixels are in other colours afterwards."""
    kept, lost = (Image.new(mode, (1, 1)) for mode in ("RGB", "CMYK"))
    for image in (kept, lost):
        image.info["icc_profile"] = b"a profile"
    assert (layers(kept).icc_profile, layers(lost).icc_profile) == (b"a profile", None)
