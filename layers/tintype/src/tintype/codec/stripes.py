"""The whole way, in stripes that bound the memory."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as pil  # noqa: N813 -- the module beside its class

from tintype.codec import means, slopes
from tintype.codec.choosing import coefficients
from tintype.codec.coding import Estimate, walk
from tintype.codec.kinds import coded as coded_kinds
from tintype.codec.reading import StripeReader
from tintype.codec.symbols import Reader, Writer
from tintype.codec.tables import log_step
from tintype.codec.transform import PLANES, SIDE, joined, restored, squares
from tintype.codec.writing import StripeWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from PIL.Image import Image

    from tintype.codec.tables import Tables
    from tintype.codec.transform import Kinds

    Integers = NDArray[np.int32]

_STRIPE = 8192  # squares: about two million pixels
_ENDS = struct.Struct(f"<{PLANES}B")


def step(quality: int) -> float:
    """Return the quantisation step of a quality: 96 levels at 1, halved every 20, 3 at 100."""
    return float(96 * 2 ** ((1 - quality) / 20))


def encode(image: Image, quality: int, tables: Tables) -> bytes:
    """Return an image in bits.

    Args:
        image: in mode ``"RGB"``.
        quality: 1 to 100, see ``step``.
        tables: what the codec has learned.
    """
    writer, ends = Writer(), []
    pixels, size = np.asarray(image), step(quality)
    for rows in _stripes(image.height, image.width):
        steps, kinds = coefficients(squares(pixels[rows]), size)
        middles = np.rint(steps[..., 0, 0]).astype(np.int32)
        coded_kinds(writer, tables.kinds, kinds, kinds.shape)
        means.coded(writer, [plane.means for plane in tables.planes], middles, middles.shape)
        slopes.add(steps, middles, [plane.slopes for plane in tables.planes], -1)
        stripe = StripeWriter(writer, tables.planes, steps)
        ends.append(stripe.ends())
        walk(stripe, _guesses(tables, kinds, size), kinds.shape, ends[-1])
    return b"".join((*(_ENDS.pack(*end) for end in ends), writer.written()))


def decode(payload: bytes, size: tuple[int, int], quality: int, tables: Tables) -> Image:
    """Return the image, as it is before the post-filter.

    Args:
        payload: what ``encode`` returned.
        size: the image's (width, height).
        quality: that it was encoded with.
        tables: those that it was encoded with.
    """
    width, height = size
    stripes = list(_stripes(height, width))
    start = _ENDS.size * len(stripes)
    reader = Reader(payload[start:])
    pixels = np.empty((height, width, PLANES), np.uint8)
    for index, rows in enumerate(stripes):
        ends = _ENDS.unpack_from(payload, index * _ENDS.size)
        down, across = -(-(rows.stop - rows.start) // SIDE), -(-width // SIDE)
        kinds = coded_kinds(reader, tables.kinds, None, (down, across))
        middles = means.coded(reader, [plane.means for plane in tables.planes], None, (PLANES, down, across))
        stripe = StripeReader(reader, tables.planes, (down, across))
        walk(stripe, _guesses(tables, kinds, step(quality)), (down, across), ends)
        steps = np.ascontiguousarray(stripe.steps.transpose(0, 3, 4, 1, 2))
        slopes.add(steps, middles, [plane.slopes for plane in tables.planes], 1)
        steps[..., 0, 0] = middles
        steps *= np.float32(step(quality))
        pixels[rows] = joined(restored(steps, kinds), (width, rows.stop - rows.start))
    return pil.fromarray(pixels)


def _guesses(tables: Tables, kinds: Kinds, size: float) -> list[Estimate]:
    return [Estimate(plane.estimator, kinds, log_step(size)) for plane in tables.planes]


def _stripes(height: int, width: int) -> Iterator[slice]:
    rows = max(1, _STRIPE // -(-width // SIDE)) * SIDE
    return (slice(top, min(height, top + rows)) for top in range(0, height, rows))
