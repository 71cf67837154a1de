"""From the bytes of an image file to the tensor that a model takes; training and serving share it."""

from tintype.images.decoding import Picture, decode
from tintype.images.preprocessing import Preprocessing, to_tensor

__all__ = ["Picture", "Preprocessing", "decode", "to_tensor"]
