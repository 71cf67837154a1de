"""One image in one format: at a quality, at the least quality that is good enough, or at the best that fits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from tintype.compressing.fidelity import psnr
from tintype.compressing.formats import read, write
from tintype.images.modes import flatten

if TYPE_CHECKING:
    from PIL.Image import Image

LEVELS = tuple(range(5, 101, 5))
"""The qualities that are tried in a search, which takes at most five of them."""


class Candidate(NamedTuple):
    """A file, and how close its pixels are (dB, transparent ones over white)."""

    media_type: str
    quality: int
    data: bytes
    psnr: float


class Source:
    """The pixels, which are written as often as a search needs; what was written is kept for as long.

    Attributes:
        image: in mode ``"L"``, ``"RGB"`` or ``"RGBA"``.
        icc_profile: the colour profile that they are in.
    """

    def __init__(self, image: Image, icc_profile: bytes | None) -> None:
        self.image, self.icc_profile = image, icc_profile
        self.flat = flatten(image, "L" if image.mode == "L" else "RGB", 255)
        self._made: dict[tuple[str, int], Candidate] = {}

    def at(self, media_type: str, quality: int) -> Candidate:
        """Return the candidate of a quality."""
        if (media_type, quality) not in self._made:
            data = write(self.image, media_type, quality, self.icc_profile)
            self._made[media_type, quality] = Candidate(
                media_type, quality, data, psnr(self.flat, self.pixels(data, media_type))
            )
        return self._made[media_type, quality]

    def pixels(self, data: bytes, media_type: str) -> Image:
        """Return a file's pixels in the mode of ``flat``."""
        return flatten(read(data, media_type), self.flat.mode, 255)

    def reaching(self, media_type: str, wanted: float) -> Candidate | None:
        """Return the candidate of the least quality with at least ``wanted`` dB; None if there is none."""
        found = bisect_left(LEVELS, wanted, key=lambda quality: self.at(media_type, quality).psnr)
        return self.at(media_type, LEVELS[found]) if found < len(LEVELS) else None

    def within(self, media_type: str, most_bytes: int) -> Candidate | None:
        """Return the candidate of the best quality with at most so many bytes; None if there is none."""
        found = bisect_right(LEVELS, most_bytes, key=lambda quality: len(self.at(media_type, quality).data))
        return self.at(media_type, LEVELS[found - 1]) if found else None
