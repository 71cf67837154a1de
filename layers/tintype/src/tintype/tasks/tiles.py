"""How a version's network takes an image of any size: the tiles that its manifest says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import ManifestError
from tintype.images.tiling import Tiling

if TYPE_CHECKING:
    from tintype.manifest import Manifest


def tiling(manifest: Manifest) -> Tiling:
    """Return the tiles: of the size of ``preprocessing``, and by the options ``margin`` and ``scale`` (1 unless told).

    Raises:
        ManifestError: they cannot be.
    """
    options = manifest.options
    try:
        how = Tiling(manifest.preprocessing.width, int(options["margin"]), int(options.get("scale", 1)))
    except (KeyError, TypeError, ValueError):
        raise ManifestError("manifest", "the option margin, and scale", repr(options)) from None
    if how.step < 1 or how.scale < 1 or how.margin < 0:
        raise ManifestError("manifest", "a margin below half of the tile, and a scale of 1 or more", repr(how))
    return how
