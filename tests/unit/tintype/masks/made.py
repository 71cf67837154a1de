"""Masks for hypothesis, and what undoes their codes."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from PIL import Image


def image(pixels):
    """Return an array of bytes as an image of mode ``"L"``."""
    return Image.frombytes("L", pixels.shape[::-1], np.ascontiguousarray(pixels, np.uint8).tobytes())


@st.composite
def masks(draw, most=9):
    """Draw an array of (height, width), False and True."""
    height, width = draw(st.integers(1, most)), draw(st.integers(1, most))
    bits = draw(st.lists(st.booleans(), min_size=height * width, max_size=height * width))
    return np.array(bits).reshape(height, width)


def filled(rings, height, width):
    """Return the pixels whose middles lie within the rings, by the even-odd rule."""
    y, x = np.mgrid[:height, :width] + 0.5
    crossed = np.zeros((height, width), int)
    for ring in rings:
        for (left, top), (right, bottom) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if top != bottom:
                at = left + (y - top) * (right - left) / (bottom - top)
                crossed += (min(top, bottom) < y) & (y < max(top, bottom)) & (x < at)
    return crossed % 2 == 1
