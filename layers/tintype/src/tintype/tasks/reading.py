"""From an image file to a network's input, as the manifest says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.images import decode, to_tensor
from tintype.images.decoding import MAX_PIXELS
from tintype.tensor import Tensor

if TYPE_CHECKING:
    from tintype.images import Picture
    from tintype.manifest import Manifest


def to_input(manifest: Manifest, data: bytes, max_pixels: int = MAX_PIXELS) -> tuple[Picture, Tensor]:
    """Decode an image file; return it, and the network's input that its pixels make.

    Raises:
        ImageError: see ``tintype.images.decode``.
    """
    how, spec = manifest.preprocessing, manifest.inputs[0]
    picture = decode(data, max_pixels, at_least=(how.width, how.height))
    return picture, Tensor(spec.name, how.dtype, how.shape, to_tensor(picture.image, how))


def described(picture: Picture) -> dict[str, Any]:
    """Return what a document says of the image that was sent."""
    return {"width": picture.width, "height": picture.height, "format": picture.kind}
