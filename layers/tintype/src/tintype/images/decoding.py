"""From the bytes of a file to upright pixels, refusing what is broken or too large."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from warnings import catch_warnings, simplefilter

from tintype.errors import ImageError, ImageTooLargeError, TruncatedImageError
from tintype.images.formats import open_file, sniff, webp_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

MAX_PIXELS = 50_000_000
"""The usual limit of an image's size."""

_ORIENTATION = 0x0112  # Exif 2.32, tag Orientation
_TRANSPOSE = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}  # the tag's value -> PIL.Image.Transpose
_QUARTER_TURNS = (5, 6, 7, 8)


class Picture(NamedTuple):
    """A decoded image.

    Attributes:
        image: the pixels, upright (Exif orientation applied), in the file's own mode.
        kind: the file's format, such as ``"PNG"``.
        width, height: the upright size of the file in pixels; ``image`` may be smaller, see :func:`decode`.
    """

    image: Image
    kind: str
    width: int
    height: int


def decode(data: bytes, max_pixels: int = MAX_PIXELS, at_least: tuple[int, int] | None = None) -> Picture:
    """Decode the first frame of a PNG, JPEG, WebP, GIF, BMP or TIFF file.

    Args:
        data: the whole file.
        max_pixels: refuse larger images, by the header, before a pixel is decoded.
        at_least: a width and height in pixels. A JPEG may be decoded at a half, a quarter or an eighth of its size,
            as long as it stays at least twice this large: that takes a fraction of the time.

    Raises:
        NotAnImageError, UnsupportedImageError, TruncatedImageError, ImageTooLargeError: see ``tintype.errors``.
    """
    kind = sniff(data)
    try:
        with _our_rules():
            if kind == "WebP":
                _limit(webp_size(data), max_pixels)
            image = open_file(data, kind)
            _limit(image.size, max_pixels)
            return _load(image, kind, at_least)
    except ImageError:
        raise
    except Exception as error:
        raise TruncatedImageError(kind, f"{type(error).__name__}: {error}") from error


@contextmanager
def _our_rules() -> Iterator[None]:
    """Silence Pillow's warnings, and lift its own limit of pixels: ``max_pixels`` alone decides."""
    from PIL import Image as pil  # noqa: N813 -- the module beside its class

    before = pil.MAX_IMAGE_PIXELS
    with catch_warnings():
        simplefilter("ignore")
        pil.MAX_IMAGE_PIXELS = None
        try:
            yield
        finally:
            pil.MAX_IMAGE_PIXELS = before


def _limit(size: tuple[int, int], max_pixels: int) -> None:
    if size[0] * size[1] > max_pixels:
        raise ImageTooLargeError(*size, max_pixels)


def _load(image: ImageFile, kind: str, at_least: tuple[int, int] | None) -> Picture:
    width, height = image.size
    if at_least and kind == "JPEG":
        image.draft(None, (2 * max(at_least), 2 * max(at_least)))
    image.load()
    orientation = _orientation(image)
    if orientation in _QUARTER_TURNS:
        width, height = height, width
    upright = image.transpose(_TRANSPOSE[orientation]) if orientation in _TRANSPOSE else image  # type: ignore[arg-type]
    return Picture(upright, kind, width, height)


def _orientation(image: ImageFile) -> int:
    """Return the tag's value after loading: a PNG may have it behind the pixels, a TIFF has been turned by Pillow."""
    if "exif" not in image.info:
        return 1
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 -- damaged metadata: the pixels are all right
        return 1
