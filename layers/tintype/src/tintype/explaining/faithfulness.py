"""How far a heat map can be trusted: does the score follow the pixels that it names?

The deletion and insertion scores of Petsiuk, Das and Saenko, "RISE", 2018: the pixels are hidden, the hottest first,
and the score's mean on the way is taken; or they are shown, the hottest first, on an image of which all is hidden.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.explaining.heat import Heat
    from tintype.explaining.pixels import Pixels
    from tintype.tensor import Tensor

STEPS = 10


def faithfulness(pixels: Pixels, heat: Heat, score: Callable[[Tensor], float], seconds: float) -> dict[str, Any] | None:
    """Return ``deletion`` (0 to 1, the lower the better), ``insertion`` (the higher the better) and ``steps``.

    None where ``seconds`` are not enough for the runs that it takes.
    """
    started = perf_counter()
    whole = score(pixels.tensor)
    if (perf_counter() - started) * 2 * STEPS > seconds:
        return None
    values = heat.resized(pixels.width, pixels.height).values
    order = sorted(range(len(values)), key=values.__getitem__, reverse=True)
    shown, hidden = bytes(pixels.tensor.data), bytes(pixels.blank())
    nothing = score(pixels.tensor._replace(data=hidden))
    return {
        "deletion": _area(pixels, order, shown, hidden, whole, score),
        "insertion": _area(pixels, order, hidden, shown, nothing, score),
        "steps": STEPS,
    }


def _area(
    pixels: Pixels, order: list[int], first: bytes, then: bytes, begins: float, score: Callable[[Tensor], float]
) -> float:
    """Return the mean score while pixels turn from ``first`` to ``then``, by the trapezoidal rule."""
    size = len(pixels.hidden)
    data = bytearray(first)
    scores = [begins]
    for step in range(STEPS):
        for index in order[len(order) * step // STEPS : len(order) * (step + 1) // STEPS]:
            data[index * size : (index + 1) * size] = then[index * size : (index + 1) * size]
        scores.append(score(pixels.tensor._replace(data=bytes(data))))
    return round((sum(scores) - (scores[0] + scores[-1]) / 2) / STEPS, 6)
