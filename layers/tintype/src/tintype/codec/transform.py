"""Pixels to frequencies and back.

Colours are turned into an orthonormal basis, in which an error of a coefficient costs as much as the same error of a
pixel. Each square of 16 x 16 pixels is transformed as one block, as four of 8 x 8 or as sixteen of 4 x 4 (``KINDS``),
by the DCT-II (Ahmed, Natarajan and Rao, 1974). The coefficients of small blocks are interleaved, so that in each kind
of square those of similar frequency lie in similar places, and their means are transformed once more: every square has
one mean, in its first place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Kinds = NDArray[np.int8]

SIDE = 16
PLANES = 3
KINDS = (16, 8, 4)
"""The sides of the blocks in a square of each kind."""

_MIDDLE = np.float32(128)


def _dct(side: int) -> Floats:
    """Return the orthonormal DCT-II: one row for each frequency."""
    places, frequencies = np.meshgrid(np.arange(side), np.arange(side))
    waves = np.cos(np.pi * (2 * places + 1) * frequencies / (2 * side)) * np.sqrt(2 / side)
    waves[0] /= np.sqrt(2)
    basis: Floats = waves.astype(np.float32)
    return basis


_DCT = {side: _dct(side) for side in (2, 4, 8, 16)}
_COLOURS = np.array([[1, 1, 1], [1, 0, -1], [1, -2, 1]], np.float32) / np.sqrt(np.array([[3], [2], [6]], np.float32))


def squares(pixels: NDArray[np.uint8]) -> Floats:
    """Return the squares of an image, edges repeated: (3, down, across, 16, 16) of (height, width, 3)."""
    height, width = pixels.shape[:2]
    padded = np.pad(pixels, ((0, -height % SIDE), (0, -width % SIDE), (0, 0)), "edge")
    planes = ((padded.astype(np.float32) - _MIDDLE) @ _COLOURS.T).transpose(2, 0, 1)
    cut = planes.reshape(PLANES, padded.shape[0] // SIDE, SIDE, padded.shape[1] // SIDE, SIDE)
    return np.ascontiguousarray(cut.swapaxes(2, 3))


def joined(cut: Floats, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return the image of ``size`` (width, height) that squares are of: (height, width, 3)."""
    _, down, across, *_ = cut.shape
    planes = cut.swapaxes(2, 3).reshape(PLANES, down * SIDE, across * SIDE)[:, : size[1], : size[0]]
    pixels = planes.transpose(1, 2, 0) @ _COLOURS + _MIDDLE
    levels: NDArray[np.uint8] = np.clip(np.rint(pixels), 0, 255).astype(np.uint8)
    return levels


def odd(shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return which of (down, across) squares are coded second: those whose row and column add up to an odd number."""
    down, across = shape
    second: NDArray[np.bool_] = np.add.outer(np.arange(down), np.arange(across)) % 2 == 1
    return second


def transformed(cut: Floats, side: int) -> Floats:
    """Return the coefficients of squares, by blocks of ``side``: of any (..., 16, 16) the same shape."""
    many, dct = SIDE // side, _DCT[side]
    shape = cut.shape
    blocks = cut.reshape(*shape[:-2], many, side, many, side).swapaxes(-3, -2)
    placed: Any = np.moveaxis(dct @ blocks @ dct.T, (-2, -1), (-4, -2)).reshape(shape)
    if many > 1:
        placed[..., :many, :many] = _DCT[many] @ placed[..., :many, :many] @ _DCT[many].T
    coefficients: Floats = placed
    return coefficients


def restored(coefficients: Floats, kinds: Kinds) -> Floats:
    """Return the squares that coefficients are of: (3, down, across, 16, 16), by the kind of each square."""
    cut = np.empty_like(coefficients)
    for kind, side in enumerate(KINDS):
        these = kinds == kind
        cut[:, these] = _inverse(coefficients[:, these], side)
    return cut


def _inverse(coefficients: Floats, side: int) -> Floats:
    many, dct = SIDE // side, _DCT[side]
    shape = coefficients.shape
    placed = coefficients.copy()
    if many > 1:
        placed[..., :many, :many] = _DCT[many].T @ placed[..., :many, :many] @ _DCT[many]
    blocks: Any = np.moveaxis(placed.reshape(*shape[:-2], side, many, side, many), (-4, -2), (-2, -1))
    blocks = dct.T @ blocks @ dct
    cut: Floats = blocks.swapaxes(-3, -2).reshape(shape)
    return cut
