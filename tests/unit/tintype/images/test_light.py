import pytest
from PIL import Image

from tintype.images import Preprocessing
from tintype.images.light import light


def test_half_black_half_white():
    """An image that is half black and half white has both in the middle."""
    image = Image.new("L", (4, 4))
    image.paste(255, (0, 0, 2, 4))
    assert light(image, Preprocessing(4, 4, "L")) == (127.5, 127.5)


def test_one_colour_has_contrast_between_its_channels():
    """The values of all channels count, as the model sees all of them."""
    brightness, contrast = light(Image.new("RGB", (9, 9), (0, 30, 60)), Preprocessing(3, 3))
    assert (brightness, contrast) == (30, pytest.approx(24.4949, abs=1e-4))


def test_numbers_of_the_model_do_not_matter():
    """Scale, offset and dtype change the model's numbers, not how bright the image is."""
    image = Image.new("L", (5, 5), 200)
    assert light(image, Preprocessing(5, 5, "L", scale=(1 / 255,), offset=(-0.5,))) == (200, 0)
