"""A picture with edges, gradients and some noise, without a photograph in the repository."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL import Image


def pixels(width: int = 160, height: int = 120) -> np.ndarray:
    """Return (height, width, 3) bytes."""
    down, across = np.mgrid[:height, :width]
    waves = [128 + 90 * np.sin(across / 17 + shift) * np.cos(down / 23) for shift in (0, 1, 2)]
    noise = np.random.default_rng(3).normal(0, 6, (height, width, 3))
    return np.clip(np.stack(waves, -1) + noise, 0, 255).astype(np.uint8)


def saved(image: Image.Image, name: str = "PNG", **options: object) -> bytes:
    """Return an image's file in one of Pillow's formats."""
    written = BytesIO()
    image.save(written, name, **options)
    return written.getvalue()
