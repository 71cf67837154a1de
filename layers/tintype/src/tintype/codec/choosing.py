"""Which kind of blocks describes a square in the fewest bits: the writer's choice alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tintype.codec.transform import KINDS, transformed

if TYPE_CHECKING:
    from tintype.codec.transform import Floats, Kinds

_BITS_MORE = (0, 1, 2)
"""What it costs to say that a square is of this kind, about."""


def coefficients(cut: Floats, step: float) -> tuple[Floats, Kinds]:
    """Return the coefficients of squares, in steps, and the kind of each square.

    The bits of a coefficient are taken to grow as the logarithm of its power in steps, as those of a Gaussian source do
    (Cover and Thomas, Elements of Information Theory, 10.3).

    Args:
        cut: (3, down, across, 16, 16), see ``transform.squares``.
        step: the quantisation step.
    """
    best = transformed(cut, KINDS[0]) / np.float32(step)
    least, kinds = _bits(best), np.zeros(cut.shape[1:3], np.int8)
    for kind, side in tuple(enumerate(KINDS))[1:]:
        other = transformed(cut, side) / np.float32(step)
        bits = _bits(other) + np.float32(_BITS_MORE[kind])
        better = bits < least
        best[:, better], least[better], kinds[better] = other[:, better], bits[better], kind
    return best, kinds


def _bits(steps: Floats) -> Floats:
    power = steps * steps
    power[..., 0, 0] = 0
    bits: Floats = np.log2(1 + power).sum((0, -2, -1))
    return bits
