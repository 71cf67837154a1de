"""Bits against PSNR, and how many bits one coder needs for the same PSNR as another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


class Point(NamedTuple):
    """A file of one photograph, or means over some: bits a pixel, and PSNR in dB over all channels."""

    quality: int
    bits: float
    psnr: float


def saved(ours: Sequence[Point], other: Sequence[Point]) -> float:
    """Return the logarithm of the quotient of bits, ours by the other's, at equal PSNR.

    It is the mean over the PSNR that both reach, by straight lines between the points: what Bjontegaard (2001, ITU-T
    VCEG-M33) measures, without his polynomials.
    """
    curves = [np.array(sorted((point.psnr, np.log(point.bits)) for point in points)) for points in (ours, other)]
    low, high = max(curve[0, 0] for curve in curves), min(curve[-1, 0] for curve in curves)
    at = np.linspace(low, high, 100)
    first, second = (np.interp(at, curve[:, 0], curve[:, 1]) for curve in curves)
    return float(np.mean(first - second))


def mean(points: Sequence[Point]) -> Point:
    """Return the mean of points of one quality."""
    return Point(points[0].quality, *(float(np.mean([point[at] for point in points])) for at in (1, 2)))
