"""Of which kind each square is: half of them first, the others in sight of those around."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tintype.codec.transform import KINDS, odd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tintype.codec.symbols import Coder
    from tintype.codec.transform import Kinds

CONTEXTS = 2 + 4 * (len(KINDS) - 1)
"""How many rows of probabilities there are: for the first half; for each sum of the kinds around."""


def coded(coder: Coder, among: Sequence[Any], kinds: Kinds | None, shape: tuple[int, int]) -> Kinds:
    """Write the kinds of squares, or read them: (down, across)."""
    known = np.zeros(shape, np.int8)
    second = odd(shape)
    for where, context in ((~second, None), (second, known)):
        rows = contexts(shape, context)[where]
        known[where] = coder.code(rows, among, None if kinds is None else kinds[where].astype(np.int32))
    return known


def contexts(shape: tuple[int, int], known: Kinds | None) -> Any:  # noqa: ANN401
    """Return the row of probabilities for each square."""
    if known is None:
        return np.zeros(shape, np.uint8)
    padded = np.pad(known, 1)
    around = padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]
    return (1 + around).astype(np.uint8)
