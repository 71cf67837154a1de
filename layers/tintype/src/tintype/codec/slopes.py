"""The lowest frequencies, foretold from the means of the squares around: a smooth slope costs nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Integers = NDArray[np.int32]

FORETOLD = ((0, 1), (1, 0), (0, 2), (2, 0), (0, 3), (3, 0))
"""The places in the square that are foretold."""
ROWS, COLUMNS = (list(at) for at in zip(*FORETOLD, strict=True))
ONE = 1 << 8
"""What 1 is in the weights."""
_AROUND = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))


def differences(means: Integers) -> Integers:
    """Return how much the eight means around differ from each: (8, down, across) of (down, across)."""
    padded = np.pad(means, 1, "edge")
    down, across = means.shape
    shifted = [padded[1 + y : 1 + y + down, 1 + x : 1 + x + across] for y, x in _AROUND]
    return np.stack(shifted) - means


def foretold(means: Integers, weights: Integers) -> Integers:
    """Return what is foretold, in steps: (places, down, across).

    Args:
        means: (down, across), in steps.
        weights: (places, 8), of which ``ONE`` is 1.
    """
    # 64-bit, for a damaged file may hold any means
    sums = np.tensordot(weights.astype(np.int64), differences(means).astype(np.int64), 1)
    return ((sums + ONE // 2) // ONE).clip(-(1 << 24), 1 << 24).astype(np.int32)


def add(steps: NDArray[np.float32], means: Integers, weights: Sequence[Integers], sign: int) -> None:
    """Add what is foretold to coefficients, or take it away, in place.

    Args:
        steps: (planes, down, across, 16, 16), in steps.
        means: (planes, down, across).
        weights: of each plane, see :func:`foretold`.
        sign: 1 or -1.
    """
    for plane, of in enumerate(weights):
        told = foretold(means[plane], of).astype(np.float32)
        steps[plane][:, :, ROWS, COLUMNS] += np.float32(sign) * told.transpose(1, 2, 0)
