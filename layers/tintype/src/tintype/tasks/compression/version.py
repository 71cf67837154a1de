"""A version of a codec, ready to encode and decode."""

from __future__ import annotations

from struct import pack
from typing import TYPE_CHECKING, NamedTuple

from tintype.images.container import Writer
from tintype.images.tiling import through
from tintype.tasks.tiles import tiling
from tintype.tensor import Tensor

if TYPE_CHECKING:
    from PIL.Image import Image

    from tintype.codec import Tables
    from tintype.manifest import Manifest
    from tintype.runtimes import Network

TABLES = "tables"
"""The role of the second file."""

_TABLES_BYTES = 8  # of their digest, in a file


class Version(NamedTuple):
    """See the package."""

    manifest: Manifest
    network: Network
    tables: Tables

    def encoded(self, image: Image, quality: int) -> bytes:
        """Return an RGB image in the codec's bits."""
        from tintype.codec import encode

        return encode(image, quality, self.tables)

    def decoded(self, payload: bytes, size: tuple[int, int], quality: int) -> Image:
        """Return what the bits give back, before the network restores it; raises whatever damaged bits make it."""
        from tintype.codec import decode

        return decode(payload, size, quality, self.tables)

    def restored(self, image: Image, quality: int) -> Image:
        """Return what the network makes of a picture that the bits gave back."""
        from tintype.codec import step

        tile, strength = self.manifest.inputs
        output, step_size = self.manifest.outputs[0].name, pack("<f", step(quality))

        def run(data: bytes) -> bytes:
            made = self.network.run({tile.name: Tensor(*tile, data), strength.name: Tensor(*strength, step_size)})
            return bytes(made[output].data)

        return through(image, tiling(self.manifest), run)


def writer(manifest: Manifest) -> Writer:
    """Return how a version's files name it."""
    digest, tables = bytes.fromhex(manifest.digest), bytes.fromhex(manifest.files[TABLES].sha256)
    return Writer(manifest.version, digest, tables[:_TABLES_BYTES])
