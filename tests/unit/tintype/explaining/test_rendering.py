from __future__ import annotations

from PIL import Image

from tintype.explaining.heat import Heat
from tintype.explaining.rendering import overlay, picture

HEAT = Heat(3, 1, [-1.0, 0.5, 1.0])


def luma(pixel):
    return 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]


def test_lighter():
    """The hotter, the lighter."""
    made = picture(HEAT)
    assert (made.mode, made.size) == ("RGB", (3, 1))
    assert luma(made.getpixel((0, 0))) < luma(made.getpixel((1, 0))) < luma(made.getpixel((2, 0)))


def test_overlay():
    """Where nothing spoke for the label, the image stays as it is."""
    image = Image.new("L", (3, 1), 99)
    made = overlay(HEAT, image)
    assert made.getpixel((0, 0)) == (99, 99, 99)
    assert made.getpixel((2, 0)) != (99, 99, 99)
