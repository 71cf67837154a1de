"""Compression: an image to a small file and back, by a codec that was trained on photographs.

The version's ``"tables"`` are the codec's (``tintype.codec``), exact on every machine. Its network takes a tile of the
picture that these give back (the manifest's first input, uint8, as ``preprocessing`` says) with the quantisation step
(the second one, float32 of shape (1,)), and gives the tile restored. The manifest's ``options`` are ``margin``, see
``tintype.images.tiling``, and ``quality``, 1 to 100, for callers who name none.
"""

from __future__ import annotations

from importlib import import_module
from math import isinf
from struct import pack as packed
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import ImageError, ManifestError, ModelFileError, OtherWriterError, TruncatedImageError
from tintype.images.container import KIND, MEDIA_TYPE, Coded, Writer, pack, unpack
from tintype.images.decoding import decode
from tintype.images.formats import is_coded
from tintype.images.layers import layers
from tintype.images.tiling import through
from tintype.images.writing import JPEG, PNG, WEBP, encode
from tintype.tasks.options import quality
from tintype.tasks.parameters import JSON
from tintype.tasks.reading import described
from tintype.tasks.result import Result, Timings
from tintype.tasks.tiles import tiling
from tintype.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL.Image import Image

    from tintype.manifest import Manifest
    from tintype.runtimes import Network
    from tintype.tasks.parameters import Parameters

TABLES = "tables"
"""The role of the second file."""

MEASURED = 2_000_000
"""Pixels up to which a document says how much was lost: it takes as long as decoding, which takes longest."""

_QUALITY = 50
_OPAQUE = (255, 255)
_TABLES_BYTES = 8  # of their digest, in a file


def prepare(files: Mapping[str, bytes]) -> Any:  # noqa: ANN401 -- tintype.codec.Tables
    """Return the tables of a version that is loaded.

    Raises:
        ModelFileError: the library that codes by them is missing, as on arm64.
        ManifestError: they are none.
    """
    try:
        codec = arithmetic()
    except ImportError as error:
        raise ModelFileError("compression", f"{error}; Linux on arm64 has no constriction") from error
    return codec.Tables.read(files[TABLES])


def arithmetic() -> Any:  # noqa: ANN401 -- a module
    """Return the codec's module, which imports NumPy: for calls that code."""
    return import_module("tintype.codec")


def media_types(data: bytes, _options: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a caller may accept: of a file that the codec wrote a picture, of any other image such a file."""
    return (PNG, JPEG, WEBP, JSON) if is_coded(data) else (MEDIA_TYPE, JSON)


def writer(manifest: Manifest) -> Writer:
    """Return how a version's files name it."""
    digest, tables = bytes.fromhex(manifest.digest), bytes.fromhex(manifest.files[TABLES].sha256)
    return Writer(manifest.version, digest, tables[:_TABLES_BYTES])


class _Codec(NamedTuple):
    """A version, ready to encode and decode."""

    manifest: Manifest
    network: Network
    tables: Any

    def restored(self, image: Image, best: int) -> Image:
        """Return what the network makes of a picture that the codec gave back."""
        tile, strength = self.manifest.inputs
        output, step_size = self.manifest.outputs[0].name, packed("<f", arithmetic().step(best))

        def run(data: bytes) -> bytes:
            made = self.network.run({tile.name: Tensor(*tile, data), strength.name: Tensor(*strength, step_size)})
            return bytes(made[output].data)

        return through(image, tiling(self.manifest), run)


def answer(
    manifest: Manifest,
    network: Network,
    data: bytes,
    parameters: Parameters,
    max_pixels: int,
    tables: Any,  # noqa: ANN401
) -> Result:
    """See ``tintype.tasks.answer``. The option ``quality`` (1 to 100) is the codec's, or that of JPEG and WebP.

    Raises:
        OptionError: the quality is no such number.
        OtherWriterError: the file is another version's.
    """
    if len(manifest.inputs) != 2:  # noqa: PLR2004 -- a tile and the step
        raise ManifestError("manifest", "the inputs for a tile and for the step", repr(manifest.inputs))
    codec = _Codec(manifest, network, tables)
    return (_decoded if is_coded(data) else _encoded)(codec, data, parameters, max_pixels)


def _encoded(codec: _Codec, data: bytes, parameters: Parameters, max_pixels: int) -> Result:
    best = quality(parameters.options) or int(codec.manifest.options.get("quality", _QUALITY))
    started = perf_counter()
    picture = decode(data, max_pixels)
    decoded = perf_counter()
    parts = layers(picture.image)
    colours, size = parts.colours.convert("RGB"), parts.colours.size
    payload = arithmetic().encode(colours, best, codec.tables)
    alpha = encode(parts.alpha, PNG) if parts.alpha and parts.alpha.getextrema() != _OPAQUE else None
    grey = parts.colours.mode == "L"
    body = pack(Coded(writer(codec.manifest), *size, best, payload, grey, alpha, parts.icc_profile))
    output: dict[str, Any] = {
        "width": size[0],
        "height": size[1],
        "media_type": MEDIA_TYPE,
        "bytes": len(body),
        "quality": best,
        "bits_per_pixel": round(8 * len(body) / (size[0] * size[1]), 4),
    }
    if parameters.media_type == JSON and size[0] * size[1] <= MEASURED:
        restored = codec.restored(arithmetic().decode(payload, size, best, codec.tables), best)
        output |= _fidelity(parts.colours, restored.convert(parts.colours.mode))
    said = {"task": codec.manifest.task, "image": {**described(picture), "bytes": len(data)}, "output": output}
    return Result(said, Timings(decoded - started, perf_counter() - decoded), body, MEDIA_TYPE)


def _fidelity(good: Image, restored: Image) -> dict[str, float | None]:
    """Return how close a picture comes to what was sent; ``psnr`` is null where no pixel differs."""
    from tintype.compressing.fidelity import psnr, ssim

    ratio = psnr(good, restored)
    return {"psnr": None if isinf(ratio) else round(ratio, 2), "ssim": round(ssim(good, restored), 4)}


def _decoded(codec: _Codec, data: bytes, parameters: Parameters, max_pixels: int) -> Result:
    written = quality(parameters.options)
    started = perf_counter()
    coded = unpack(data, max_pixels)
    _check_writer(codec, coded.writer)
    rough = _rough(coded, codec)
    decoded = perf_counter()
    image = codec.restored(rough, coded.quality)
    if coded.grey:
        image = image.convert("L")
    if coded.alpha is not None:
        image.putalpha(_plane(coded, max_pixels))
    ran = perf_counter()
    kind = PNG if parameters.media_type == JSON else parameters.media_type
    body = encode(image, kind, quality=written, icc_profile=coded.icc_profile)
    size = {"width": coded.width, "height": coded.height}
    said = {
        "task": codec.manifest.task,
        "image": {**size, "format": KIND, "bytes": len(data), "quality": coded.quality},
        "output": {**size, "media_type": kind, "bytes": len(body)},
    }
    return Result(said, Timings(decoded - started, ran - decoded, perf_counter() - ran), body, kind)


def _check_writer(codec: _Codec, found: Writer) -> None:
    own = writer(codec.manifest)
    if not own.wrote(found):
        raise OtherWriterError(codec.manifest.name, own.version, _shown(own), _shown(found))


def _shown(one: Writer) -> str:
    return f"version {one.version}, sha256:{one.digest.hex()}, tables {one.tables.hex()}"


def _rough(coded: Coded, codec: _Codec) -> Image:
    size = coded.width, coded.height
    try:
        image: Image = arithmetic().decode(coded.payload, size, coded.quality, codec.tables)
    except ImageError:
        raise
    except Exception as error:
        raise TruncatedImageError(KIND, f"{type(error).__name__}: {error}") from error
    return image


def _plane(coded: Coded, max_pixels: int) -> Image:
    try:
        plane = decode(coded.alpha or b"", max_pixels).image
    except ImageError as error:
        raise TruncatedImageError(KIND, f"the transparency: {error}") from error
    if plane.mode != "L" or plane.size != (coded.width, coded.height):
        raise TruncatedImageError(KIND, f"the transparency is {plane.mode} {plane.size}")
    return plane
