from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from tintype.images.tiling import Tiling, through


def noise(width, height, mode="RGB", seed=0):
    values = np.random.default_rng(seed).integers(0, 256, (height, width, len(mode)), np.uint8)
    return Image.fromarray(values.squeeze(-1) if mode == "L" else values)


def tile_of(data, side, mode="RGB"):
    return Image.frombytes(mode, (side, side), data)


def blurred(image):
    return image.filter(ImageFilter.BoxBlur(2))


@given(width=st.integers(1, 50), height=st.integers(1, 50), margin=st.integers(0, 5))
def test_any_size(width, height, margin):
    """What changes nothing gives back the image, whatever its size."""
    image = noise(width, height)
    assert through(image, Tiling(16, margin), bytes).tobytes() == image.tobytes()


@pytest.mark.parametrize("margin", [2, 3, 7])
def test_no_seams(margin):
    """With a margin of its reach, an operation gives tile by tile what it gives on the whole image."""
    image = noise(70, 45)
    made = through(image, Tiling(24, margin), lambda data: blurred(tile_of(data, 24)).tobytes())
    assert made.tobytes() == blurred(image).tobytes()


def test_seams():
    """With a margin below its reach it does not: the tests above would see a seam."""
    image = noise(70, 45)
    made = through(image, Tiling(24, 1), lambda data: blurred(tile_of(data, 24)).tobytes())
    assert made.tobytes() != blurred(image).tobytes()


def test_scaled():
    """An answer of twice the size is put together at twice the places."""
    image = noise(37, 20, "L")

    def doubled(data):
        return tile_of(data, 16, "L").resize((32, 32), Image.Resampling.NEAREST).tobytes()

    made = through(image, Tiling(16, 3, 2), doubled)
    assert made.size == (74, 40)
    assert made.tobytes() == image.resize((74, 40), Image.Resampling.NEAREST).tobytes()
