"""The LiteRT file, asked the way a request asks it: an encoded image, decoded and scaled by the serving code."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from PIL import Image

from tintype.images import decode, to_tensor
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

    Raises:
        ParityError: the file is no LiteRT model, or takes another input.
    """

    def __init__(self, file: bytes, how: Preprocessing) -> None:
        self._how = how
        try:
            self._interpreter: Any = Interpreter(model_content=file, num_threads=1)
            self._interpreter.allocate_tensors()
        except (ValueError, RuntimeError) as error:
            raise ParityError("a LiteRT model", f"a file that does not load: {error}", "Convert it again.") from error
        self._input = self._interpreter.get_input_details()[0]
        self._output = self._interpreter.get_output_details()[0]
        if tuple(self._input["shape"]) != how.shape:
            raise ParityError(
                f"an input of shape {how.shape}", str(tuple(self._input["shape"])), "Convert with this size."
            )

    def answer(self, data: bytes) -> NDArray[np.float32]:
        """Return the output for one encoded image (PNG, JPEG …): float32, shape (classes,)."""
        values = np.frombuffer(to_tensor(decode(data).image, self._how), self._how.dtype)
        self._interpreter.set_tensor(self._input["index"], values.reshape(self._how.shape))
        self._interpreter.invoke()
        return np.array(self._interpreter.get_tensor(self._output["index"])[0], np.float32)

    def answers(self, images: Images) -> NDArray[np.float32]:
        """Return the outputs for uint8 images of shape (N, height, width, channels): (N, classes)."""
        return np.stack([self.answer(png(image)) for image in images])


def png(image: Images) -> bytes:
    """Encode one uint8 image, (height, width, 1 or 3), as PNG."""
    stream = BytesIO()
    Image.fromarray(image[..., 0] if image.shape[-1] == 1 else image).save(stream, "PNG", compress_level=1)
    return stream.getvalue()
