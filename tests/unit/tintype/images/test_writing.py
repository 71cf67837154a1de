from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from tintype.images.writing import JPEG, PNG, WEBP, alike, encode


def picture(mode, size=(9, 7)):
    image = Image.linear_gradient("L").resize(size).convert("RGBA")
    image.putalpha(Image.radial_gradient("L").resize(size))
    return image.convert(mode)


def opened(data):
    return Image.open(BytesIO(data))


@pytest.mark.parametrize(
    ("kind", "media_type"), [("PNG", PNG), ("JPEG", JPEG), ("WebP", WEBP), ("TIFF", PNG), ("GIF", PNG)]
)
def test_alike(kind, media_type):
    """An answer has the format of what was sent; what is not written here is answered in PNG."""
    assert alike(kind) == media_type


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
def test_png(mode):
    """PNG keeps every pixel and the transparency."""
    image = picture(mode)
    read = opened(encode(image, PNG))
    assert (read.mode, read.tobytes()) == (mode, image.tobytes())


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
@pytest.mark.parametrize(("media_type", "kind"), [(JPEG, "JPEG"), (WEBP, "WEBP")])
def test_lossy(media_type, kind, mode):
    """JPEG and WebP are close to the pixels, over white where a format has no transparency."""
    image = picture(mode, (64, 64))
    read = opened(encode(image, media_type, quality=95))
    expected = Image.new("RGBA", image.size, "white")
    expected.alpha_composite(image.convert("RGBA"))
    received = Image.new("RGBA", image.size, "white")
    received.alpha_composite(read.convert("RGBA"))
    assert read.format == kind
    assert np.abs(np.asarray(expected, int) - np.asarray(received, int)).mean() < 3


def test_quality():
    """A lower quality makes a smaller file."""
    image = picture("RGB", (200, 200))
    assert len(encode(image, JPEG, quality=20)) < len(encode(image, JPEG)) < len(encode(image, JPEG, quality=100))


@pytest.mark.parametrize("media_type", [PNG, JPEG, WEBP])
def test_profile(media_type):
    """The colour profile goes with the pixels."""
    assert opened(encode(picture("RGB"), media_type, icc_profile=b"a profile")).info["icc_profile"] == b"a profile"


def test_small():
    """A PNG may be written small, and shows the same."""
    image = picture("RGB", (200, 200))
    quick, small = (encode(image, PNG, small=small) for small in (False, True))
    assert len(small) < len(quick)
    assert opened(small).tobytes() == opened(quick).tobytes()
