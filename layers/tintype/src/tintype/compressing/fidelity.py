"""How close a compressed image is to what it was made of."""

from __future__ import annotations

from math import inf, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray
    from PIL.Image import Image

_PEAK = 255
_WINDOW = 8
_ROWS = 64  # windows at a time: what is in memory stays small
_C1, _C2 = (0.01 * _PEAK) ** 2, (0.03 * _PEAK) ** 2


def psnr(good: Image, other: Image) -> float:
    """Return the peak signal-to-noise ratio in dB of all channels together; infinite where nothing differs.

    Args:
        good: in mode ``"L"`` or ``"RGB"``.
        other: in the same mode and size.
    """
    from PIL import ImageChops

    counts = ImageChops.difference(good, other).histogram()
    total = sum(count * (value % (_PEAK + 1)) ** 2 for value, count in enumerate(counts))
    return 10 * log10(_PEAK**2 * sum(counts) / total) if total else inf


def ssim(good: Image, other: Image) -> float:
    """Return the mean structural similarity of the luma, 1 where nothing differs.

    Wang et al., "Image quality assessment: from error visibility to structural similarity", 2004, equation 13 with its
    constants, over windows of 8 x 8 pixels side by side; an image smaller than a window is one window.

    Args:
        good: in mode ``"L"`` or ``"RGB"``.
        other: in the same size.
    """
    first, second = good.convert("L"), other.convert("L")
    across, down = max(1, first.width // _WINDOW), max(1, first.height // _WINDOW)
    total = 0.0
    for top in range(0, down, _ROWS):
        rows = min(_ROWS, down - top)
        box = (0, top * _WINDOW, min(first.width, across * _WINDOW), min(first.height, (top + rows) * _WINDOW))
        total += _similar(*(_windows(image.crop(box), across, rows) for image in (first, second)))
    return total / (across * down)


def _windows(strip: Image, across: int, down: int) -> NDArray[float64]:
    """Return (windows down, windows across, pixels of a window)."""
    import numpy as np

    pixels = np.asarray(strip, np.float64)
    high, wide = pixels.shape[0] // down, pixels.shape[1] // across
    return pixels.reshape(down, high, across, wide).swapaxes(1, 2).reshape(down, across, high * wide)


def _similar(first: NDArray[float64], second: NDArray[float64]) -> float:
    """Return the sum of the windows' similarities."""
    means = first.mean(-1), second.mean(-1)
    spread = first.var(-1) + second.var(-1)
    shared = (first * second).mean(-1) - means[0] * means[1]
    above = (2 * means[0] * means[1] + _C1) * (2 * shared + _C2)
    return float((above / ((means[0] ** 2 + means[1] ** 2 + _C1) * (spread + _C2))).sum())
