"""A picture with edges and slopes that is made, not found."""

from __future__ import annotations

import numpy as np
from PIL import Image


def scene(side: int) -> Image.Image:
    """Return an RGB picture of soft waves and one hard edge."""
    y, x = np.mgrid[0:side, 0:side] / side
    bands = (np.sin(9 * x + 5 * y), np.sin(7 * y), np.where(x + y > 1, 0.6, -0.6))
    return Image.fromarray(np.stack([np.uint8(110 + 100 * band) for band in bands], -1))
