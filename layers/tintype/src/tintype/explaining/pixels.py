"""A network's input as pixels that can be hidden."""

from __future__ import annotations

from struct import pack
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.tensor import FORMATS

if TYPE_CHECKING:
    from tintype.tensor import Tensor


class Pixels(NamedTuple):
    """The input's size, and the bytes of one hidden pixel: the image's mean colour, which says nothing.

    Attributes:
        tensor: of shape (1, height, width, channels).
        width, height: its pixels.
        hidden: the bytes of one pixel of the mean colour.
    """

    tensor: Tensor
    width: int
    height: int
    hidden: bytes

    @classmethod
    def of(cls, tensor: Tensor) -> Pixels:
        """Take a tensor apart."""
        _, height, width, channels = tensor.shape
        code = FORMATS[tensor.dtype]
        view: Any = memoryview(tensor.data).cast("B")
        view = view.cast(code)
        means = [sum(view[channel::channels]) / (width * height) for channel in range(channels)]
        values = means if code in "fd" else [round(mean) for mean in means]
        return cls(tensor, width, height, pack(f"<{channels}{code}", *values))

    def without(self, left: int, top: int, right: int, bottom: int) -> Tensor:
        """Return the input with a rectangle hidden."""
        size = len(self.hidden)
        data = bytearray(self.tensor.data)
        blank = self.hidden * (right - left)
        for row in range(top, bottom):
            start = (row * self.width + left) * size
            data[start : start + len(blank)] = blank
        return self.tensor._replace(data=data)

    def blank(self) -> bytearray:
        """Return the bytes of an input of which all is hidden."""
        return bytearray(self.hidden * (self.width * self.height))
