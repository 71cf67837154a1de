"""The learned codec's arithmetic: an image to bits, and bits to the image before its post-filter.

``encode``: pixels -> squares (``transform``) -> kinds, coefficients (``choosing``) -> whole numbers, bits (``writing``)
``decode``: bits -> whole numbers (``reading``) -> squares -> pixels

What is learned are tables of whole numbers (``tables``): they are what the reading of bits rests on, which comes out
the same on every machine. Pixels are computed in floating point, and may differ by one level.
"""

from __future__ import annotations

from tintype.codec.stripes import decode, encode, step
from tintype.codec.tables import Tables

__all__ = ["Tables", "decode", "encode", "step"]
