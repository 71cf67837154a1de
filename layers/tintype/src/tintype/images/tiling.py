"""An image of any size through a network of one size: overlapping tiles, of which only the sure middle is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image


class Tiling(NamedTuple):
    """How an image is cut.

    Attributes:
        tile: the sides of a tile in pixels.
        margin: how many at each side of a tile are not kept. At least the network's reach: a tile's middle is then
            what it would be in the whole image, and no seam can show.
        scale: how many times larger the answer's sides are.
    """

    tile: int
    margin: int
    scale: int = 1

    @property
    def step(self) -> int:
        """How many pixels of its sides a tile adds to the answer."""
        return self.tile - 2 * self.margin


def through(image: Image, how: Tiling, run: Callable[[bytes], bytes]) -> Image:
    """Return what ``run`` makes of an image, tile by tile; beyond its edges the image goes on with its last pixels.

    Args:
        image: in mode ``"L"`` or ``"RGB"``.
        how: the tiles.
        run: from a tile's bytes, row-major, to those of the answer to it, in the same mode.
    """
    from PIL import Image as pil  # noqa: N813 -- the module beside its class

    wide = _extended(image, how)
    made = pil.new(image.mode, (image.width * how.scale, image.height * how.scale))
    first, last = how.margin * how.scale, (how.margin + how.step) * how.scale
    side = how.tile * how.scale
    for top in range(0, image.height, how.step):
        for left in range(0, image.width, how.step):
            tile = wide.crop((left, top, left + how.tile, top + how.tile))
            better = pil.frombytes(image.mode, (side, side), run(tile.tobytes()))
            made.paste(better.crop((first, first, last, last)), (left * how.scale, top * how.scale))
    return made


def _extended(image: Image, how: Tiling) -> Image:
    """Return the image with its last pixels repeated: by the margin before it, and as far as the last tile behind."""
    from PIL import Image as pil  # noqa: N813 -- the module beside its class

    edge = how.margin
    width, height = (-(-side // how.step) * how.step + 2 * edge for side in image.size)
    right, bottom = edge + image.width, edge + image.height
    wide = pil.new(image.mode, (width, height))
    wide.paste(image, (edge, edge))
    for last, beyond in (
        ((edge, edge, edge + 1, bottom), (0, edge, edge, bottom)),
        ((right - 1, edge, right, bottom), (right, edge, width, bottom)),
        ((0, edge, width, edge + 1), (0, 0, width, edge)),
        ((0, bottom - 1, width, bottom), (0, bottom, width, height)),
    ):
        size = beyond[2] - beyond[0], beyond[3] - beyond[1]
        if all(size):
            wide.paste(wide.crop(last).resize(size, pil.Resampling.NEAREST), beyond)
    return wide
