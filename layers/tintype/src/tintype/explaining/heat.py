"""A map of how much each place of a network's input spoke for a label."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from tintype.images import Preprocessing
    from tintype.tensor import Tensor


class Heat(NamedTuple):
    """Values in row-major order; what is negative spoke against the label."""

    width: int
    height: int
    values: Sequence[float]

    @classmethod
    def of(cls, tensor: Tensor) -> Heat:
        """Read a tensor of shape (1, height, width)."""
        return cls(tensor.shape[2], tensor.shape[1], tensor.flat())

    def positive(self) -> Heat:
        """Return what spoke for the label, from 0 to 1 at its strongest; all 0 where nothing did."""
        most = max(self.values, default=0.0)
        return self._replace(values=[max(0.0, value) / most if most > 0 else 0.0 for value in self.values])

    def resized(self, width: int, height: int) -> Heat:
        """Return the map at another size, by bilinear interpolation."""
        from PIL.Image import Resampling

        if (width, height) == (self.width, self.height):
            return self
        image = self.image().resize((width, height), Resampling.BILINEAR)
        return Heat(width, height, array("f", image.tobytes()))

    def image(self) -> Image:
        """Return the map as an image of mode ``"F"``."""
        from PIL import Image as pil  # noqa: N813 -- the module beside its class

        return pil.frombytes("F", (self.width, self.height), array("f", self.values).tobytes())


def over_image(heat: Heat, how: Preprocessing, width: int, height: int) -> Heat:
    """Return a network's map as one of the image that was sent, undoing how the image was brought to size.

    What was cut off has no heat, and what was filled up is left out.
    """
    from PIL import Image as pil  # noqa: N813 -- the module beside its class

    if how.resize == "stretch":
        return heat.resized(width, height)
    canvas = pil.new("F", (width, height))
    if how.resize == "crop":
        scale = min(width / how.width, height / how.height)
        size = max(1, round(how.width * scale)), max(1, round(how.height * scale))
        canvas.paste(heat.resized(*size).image(), ((width - size[0]) // 2, (height - size[1]) // 2))
    else:
        scale = min(how.width / width, how.height / height)
        inner = max(1, round(width * scale)), max(1, round(height * scale))
        left, top = (how.width - inner[0]) // 2, (how.height - inner[1]) // 2
        whole = heat.resized(how.width, how.height).image().crop((left, top, left + inner[0], top + inner[1]))
        canvas = whole.resize((width, height), pil.Resampling.BILINEAR)
    return Heat(width, height, array("f", canvas.tobytes()))
