"""The LiteRT file, asked the way a request asks it: by the serving code's own decoding, scaling and runtime."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from tintype.images import decode, to_tensor
from tintype.runtimes import load
from tintype.tensor import Tensor, TensorSpec
from training.errors import ParityError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tintype.images import Preprocessing
    from training.dataset import Images


class ServedModel:
    """A LiteRT model of one image input and one output.

    Args:
        file: the ``.tflite`` file's bytes.
        how: how an image becomes its input.

    Attributes:
        input, output: the tensors, as the file itself names them.

    Raises:
        ModelFileError: the file is no LiteRT model.
        ParityError: it takes or gives something else than one image and one tensor.
    """

    def __init__(self, file: bytes, how: Preprocessing) -> None:
        self._how = how
        self._network = load("litert", bytearray(file))
        inputs, outputs = self._network.inputs, self._network.outputs
        if len(inputs) != 1 or len(outputs) != 1 or inputs[0][1:] != (how.dtype, how.shape):
            raise ParityError(
                f"one {how.dtype} input of shape {how.shape} and one output",
                f"inputs {inputs} and outputs {outputs}",
                "Convert with this size.",
            )
        self.input: TensorSpec = inputs[0]
        self.output: TensorSpec = outputs[0]

    def answer(self, data: bytes) -> NDArray[np.float32]:
        """Return the output for one encoded image (PNG, JPEG …): float32, shape (classes,)."""
        picture = decode(data, at_least=(self._how.width, self._how.height))
        tensor = Tensor(*self.input, data=to_tensor(picture.image, self._how))
        output = self._network.run({self.input.name: tensor})[self.output.name]
        return np.frombuffer(bytes(output.data), output.dtype)

    def answers(self, images: Images) -> NDArray[np.float32]:
        """Return the outputs for uint8 images of shape (N, height, width, channels): (N, classes)."""
        return np.stack([self.answer(png(image)) for image in images])


def png(image: Images) -> bytes:
    """Encode one uint8 image, (height, width, 1 or 3), as PNG."""
    stream = BytesIO()
    Image.fromarray(image[..., 0] if image.shape[-1] == 1 else image).save(stream, "PNG", compress_level=1)
    return stream.getvalue()
