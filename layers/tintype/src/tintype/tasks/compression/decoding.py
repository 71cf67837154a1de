"""The codec's file to a picture."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from tintype.errors import ImageError, OtherWriterError, TruncatedImageError
from tintype.images.container import KIND, unpack
from tintype.images.decoding import decode
from tintype.images.writing import PNG, encode
from tintype.tasks.compression.version import writer
from tintype.tasks.options import quality
from tintype.tasks.parameters import JSON
from tintype.tasks.result import Result, Timings

if TYPE_CHECKING:
    from PIL.Image import Image

    from tintype.images.container import Coded, Writer
    from tintype.tasks.compression.version import Version
    from tintype.tasks.parameters import Parameters


def decoded(version: Version, data: bytes, parameters: Parameters, max_pixels: int) -> Result:
    """Return the picture; a document has it as PNG.

    Raises:
        OptionError: the quality is none.
        ImageTooLargeError, NewerFileError, TruncatedImageError: see ``tintype.images.container.unpack``.
        OtherWriterError: the file is another version's.
    """
    best = quality(parameters.options)
    started = perf_counter()
    coded = unpack(data, max_pixels)
    _check(version, coded.writer)
    rough = _rough(version, coded)
    read = perf_counter()
    image = _restored(version, rough, coded, max_pixels)
    ran = perf_counter()
    kind = PNG if parameters.media_type == JSON else parameters.media_type
    body = encode(image, kind, quality=best, icc_profile=coded.icc_profile)
    size = {"width": coded.width, "height": coded.height}
    said = {
        "task": version.manifest.task,
        "image": {**size, "format": KIND, "bytes": len(data), "quality": coded.quality},
        "output": {**size, "media_type": kind, "bytes": len(body)},
    }
    return Result(said, Timings(read - started, ran - read, perf_counter() - ran), body, kind)


def _check(version: Version, found: Writer) -> None:
    own = writer(version.manifest)
    if not own.wrote(found):
        raise OtherWriterError(version.manifest.name, own.version, _shown(own), _shown(found))


def _shown(one: Writer) -> str:
    return f"version {one.version}, sha256:{one.digest.hex()}, tables {one.tables.hex()}"


def _rough(version: Version, coded: Coded) -> Image:
    try:
        return version.decoded(coded.payload, (coded.width, coded.height), coded.quality)
    except ImageError:
        raise
    except Exception as error:
        raise TruncatedImageError(KIND, f"{type(error).__name__}: {error}") from error


def _restored(version: Version, rough: Image, coded: Coded, max_pixels: int) -> Image:
    image = version.restored(rough, coded.quality)
    if coded.grey:
        image = image.convert("L")
    if coded.alpha is not None:
        image.putalpha(_plane(coded.alpha, coded, max_pixels))
    return image


def _plane(alpha: bytes, coded: Coded, max_pixels: int) -> Image:
    try:
        plane = decode(alpha, max_pixels).image
    except ImageError as error:
        raise TruncatedImageError(KIND, f"the transparency: {error}") from error
    if plane.mode != "L" or plane.size != (coded.width, coded.height):
        raise TruncatedImageError(KIND, f"the transparency is {plane.mode} {plane.size}")
    return plane
