"""The contest: which format holds an image in the fewest bytes, and whether that is better than leaving it alone."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from tintype.compressing.candidate import Candidate, Source
from tintype.compressing.fidelity import ssim
from tintype.compressing.formats import FORMATS, takes
from tintype.errors import OptionError
from tintype.images.decoding import decode
from tintype.images.formats import open_file
from tintype.images.layers import layers
from tintype.images.writing import JPEG
from tintype.tasks.result import Timings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tintype.compressing.wishes import Wishes
    from tintype.images import Picture

SECONDS = 15.0
"""About how long a contest may take on one processor: of large images not all formats are tried."""

_SEARCH = 5  # files that a search writes
_MODES = ("1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa")  # 8 bits a sample, no inks
_OPAQUE = (255, 255)


class Compressed(NamedTuple):
    """What came of it.

    Attributes:
        picture: what was sent.
        best: the smallest file; None where nothing is better than the file that was sent.
        similarity: of ``best``, see ``tintype.compressing.fidelity.ssim``; 1 for the file that was sent.
        tried: the best file of each format that took part.
        timings: of decoding, and of the contest.
    """

    picture: Picture
    best: Candidate | None
    similarity: float
    tried: tuple[Candidate, ...]
    timings: Timings


def compress(data: bytes, wishes: Wishes, max_pixels: int) -> Compressed:
    """Return the smallest file that shows an image as well as is wished.

    What the formats cannot hold is left alone: an animation, more than 8 bits a sample, printing inks.

    Args:
        data: the image file.
        wishes: the caller's.
        max_pixels: refuse larger images.

    Raises:
        ImageError: see ``tintype.images.decode``.
        OptionError: no file is as small as is wished.
    """
    started = perf_counter()
    picture = decode(data, max_pixels)
    decoded = perf_counter()
    tried: tuple[Candidate, ...] = ()
    best, similarity = None, 1.0
    if picture.image.mode in _MODES and not getattr(open_file(data, picture.kind), "is_animated", False):
        source = _source(picture)
        tried = tuple(_contest(source, wishes))
        best = _best(tried, source, wishes, len(data))
        similarity = ssim(source.flat, source.pixels(best.data, best.media_type)) if best else 1.0
    elif wishes.most_bytes is not None and len(data) > wishes.most_bytes:
        raise OptionError("bytes", f"{len(data)} or more for an image that is left as it is", wishes.most_bytes)
    return Compressed(picture, best, similarity, tried, Timings(decoded - started, perf_counter() - decoded))


def _source(picture: Picture) -> Source:
    parts = layers(picture.image)
    image = parts.colours
    if parts.alpha and parts.alpha.getextrema() != _OPAQUE:
        image = image.convert("RGB")
        image.putalpha(parts.alpha)
    return Source(image, parts.icc_profile)


def _contest(source: Source, wishes: Wishes) -> Iterable[Candidate]:
    """Yield each format's file at the wished quality; those that cannot reach it give none."""
    if wishes.named and wishes.psnr is None:
        yield from (source.at(kind, wishes.quality) for kind in _able(source, wishes))
        return
    wanted = wishes.psnr
    if wanted is None:
        opaque = source.image.mode != "RGBA"
        wanted = (source if opaque else Source(source.flat, source.icc_profile)).at(JPEG, wishes.quality).psnr
    for kind in _able(source, wishes):
        same = kind == JPEG and wishes.psnr is None
        found = source.at(kind, wishes.quality) if same else source.reaching(kind, wanted)
        if found:
            yield found


def _able(source: Source, wishes: Wishes) -> Iterable[str]:
    """Yield the formats that can hold the image, the quickest first, as long as there is time; always the first."""
    megapixels = source.image.width * source.image.height / 1e6
    spent = 0.0
    searches = 1 if wishes.most_bytes is None else 2
    for kind in sorted(wishes.formats, key=lambda kind: FORMATS[kind].seconds):
        if takes(kind, source.image, source.icc_profile):
            cost = megapixels * FORMATS[kind].seconds * _SEARCH * searches
            if spent and spent + cost > SECONDS:
                return
            spent += cost
            yield kind


def _best(tried: tuple[Candidate, ...], source: Source, wishes: Wishes, original: int) -> Candidate | None:
    smallest = min(tried, key=_size, default=None)
    most = wishes.most_bytes
    if smallest and _size(smallest) < original and (most is None or _size(smallest) <= most):
        return smallest
    if most is None or original <= most:
        return None
    fitting = [found for kind in _able(source, wishes) if (found := source.within(kind, most))]
    if not fitting:
        least = min((_size(source.at(kind, 5)) for kind in _able(source, wishes)), default=original)
        raise OptionError("bytes", f"{least} or more for this image", most)
    return max(fitting, key=lambda candidate: candidate.psnr)


def _size(candidate: Candidate) -> int:
    return len(candidate.data)
