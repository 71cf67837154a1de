"""For a network that carries no explanation: what the score loses when a place is hidden.

After Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from tintype.explaining.heat import Heat

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.explaining.pixels import Pixels
    from tintype.tensor import Tensor

_SIDES = (14, 7, 4)
"""Places to a side of the image, as many as there is time for."""


def occlusion(pixels: Pixels, score: Callable[[Tensor], float], seconds: float) -> Heat:
    """Return the loss of the score for each place; a place is hidden with its neighbours' nearer halves.

    Args:
        pixels: the input.
        score: runs the network, and returns the label's score.
        seconds: about how long it may take.
    """
    started = perf_counter()
    whole = score(pixels.tensor)
    once = perf_counter() - started
    side = next((each for each in _SIDES if each * each * once <= seconds), _SIDES[-1])
    across, down = min(side, pixels.width), min(side, pixels.height)
    values = [
        whole - score(pixels.without(*_around(column, across, pixels.width, row, down, pixels.height)))
        for row in range(down)
        for column in range(across)
    ]
    return Heat(across, down, values)


def _around(column: int, across: int, width: int, row: int, down: int, height: int) -> tuple[int, int, int, int]:
    left, right = _span(column, across, width)
    top, bottom = _span(row, down, height)
    return left, top, right, bottom


def _span(index: int, count: int, length: int) -> tuple[int, int]:
    step = length / count
    return max(0, int((index - 0.5) * step)), min(length, max(1, round((index + 1.5) * step)))
