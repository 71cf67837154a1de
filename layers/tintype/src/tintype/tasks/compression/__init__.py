"""Compression: an image to a small file and back, by a codec that was trained on photographs.

The version's ``"tables"`` are the codec's (``tintype.codec``), exact on every machine. Its network takes a tile of the
picture that these give back (the manifest's first input, uint8, as ``preprocessing`` says) with the quantisation step
(the second one, float32 of shape (1,)), and gives the tile restored. The manifest's ``options`` are ``margin``, see
``tintype.images.tiling``, and ``quality``, 1 to 100, for callers who name none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import ManifestError, ModelFileError
from tintype.images.container import MEDIA_TYPE
from tintype.images.formats import is_coded
from tintype.images.writing import JPEG, PNG, WEBP
from tintype.tasks.compression.decoding import decoded
from tintype.tasks.compression.encoding import encoded
from tintype.tasks.compression.version import TABLES, Version, writer
from tintype.tasks.parameters import JSON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.codec import Tables
    from tintype.manifest import Manifest
    from tintype.runtimes import Network
    from tintype.tasks.parameters import Parameters
    from tintype.tasks.result import Result

__all__ = ["answer", "media_types", "prepare", "writer"]


def prepare(files: Mapping[str, bytes]) -> Tables:
    """Return the tables of a version that is loaded.

    Raises:
        ModelFileError: the library that codes by them is missing, as on arm64.
        ManifestError: they are none.
    """
    try:
        from tintype.codec import Tables  # NumPy and the coder: for versions of this task
    except ImportError as error:
        raise ModelFileError("compression", f"{error}; Linux on arm64 has no constriction") from error
    return Tables.read(files[TABLES])


def media_types(data: bytes, _options: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a caller may accept: of a file that the codec wrote a picture, of any other image such a file."""
    return (PNG, JPEG, WEBP, JSON) if is_coded(data) else (MEDIA_TYPE, JSON)


def answer(
    manifest: Manifest, network: Network, data: bytes, parameters: Parameters, max_pixels: int, tables: Tables
) -> Result:
    """See ``tintype.tasks.answer``. The option ``quality`` (1 to 100) is the codec's, or that of JPEG and WebP.

    Raises:
        OptionError: the quality is no such number.
        OtherWriterError: the file is another version's.
    """
    if len(manifest.inputs) != 2:  # noqa: PLR2004 -- a tile and the step
        raise ManifestError("manifest", "the inputs for a tile and for the step", repr(manifest.inputs))
    way = decoded if is_coded(data) else encoded
    return way(Version(manifest, network, tables), data, parameters, max_pixels)
