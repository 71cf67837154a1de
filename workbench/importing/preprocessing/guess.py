"""What a model's preprocessing seems to be, and why."""

from __future__ import annotations

from typing import NamedTuple


class Guess(NamedTuple):
    """The input is ``pixel * scale + offset``, pixels being 0 to 255.

    Attributes:
        scale, offset: one number, or one for each channel of the tensor.
        mode: ``RGB`` or ``BGR`` where it is known, else empty.
        why: what it was found by.
    """

    scale: tuple[float, ...]
    offset: tuple[float, ...]
    why: str
    mode: str = ""


def of_moments(mean: tuple[float, ...], deviation: tuple[float, ...], why: str, mode: str = "") -> Guess:
    """Return the guess for ``(pixel - mean) / deviation``, both of pixels from 0 to 255."""
    scale = tuple(1 / d for d in deviation)
    offset = tuple(-m / d for m, d in zip(mean, deviation, strict=True))
    return Guess(scale, offset, why, mode)
