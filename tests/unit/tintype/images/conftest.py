"""Small image files of every format."""

from io import BytesIO

import pytest
from PIL import Image


@pytest.fixture(scope="session")
def encode():
    """Return a function that gives an image as a file of a Pillow format; keywords go to the encoder."""

    def encode(image: Image.Image, kind: str, **options: object) -> bytes:
        file = BytesIO()
        image.save(file, kind, **options)
        return file.getvalue()

    return encode


@pytest.fixture(scope="session")
def quarters() -> Image.Image:
    """24 x 16 pixels: red, green, blue and white quarters, from the upper left by rows, so that each turn shows."""
    image = Image.new("RGB", (24, 16), "white")
    for colour, corner in (("red", (0, 0)), ("lime", (12, 0)), ("blue", (0, 8))):
        image.paste(colour, (*corner, corner[0] + 12, corner[1] + 8))
    return image
