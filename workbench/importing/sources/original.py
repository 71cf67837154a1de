"""What every source becomes: something to ask, and something to convert."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.importing.errors import InterfaceError, UnknownError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.importing.options import Options
    from workbench.importing.preprocessing.guess import Guess

Values = NDArray[Any]
_RANK, _COLOUR_CHANNELS = 4, (1, 3)


class ImageInput(NamedTuple):
    """What a model takes.

    Attributes:
        height, width: in pixels.
        channels: 1 or 3, the last dimension.
        dtype: of the tensor, such as ``"float32"``.
    """

    height: int
    width: int
    channels: int
    dtype: str


class Convertible(NamedTuple):
    """What TensorFlow's converter can make a file of.

    Attributes:
        function: from a batch of images to scores, both tensors.
        owner: what holds the weights, which must live as long as the function.
        explanation: see ``training.explaining.signature``; None where nothing short of gradients would do.
    """

    function: Callable[[Any], Any]
    owner: Any
    explanation: Callable[[Any, Any], Any] | None = None


class Original(NamedTuple):
    """A model as it was brought along.

    Attributes:
        kind: ``keras``, ``savedmodel`` or ``tflite``.
        input: what it takes.
        classes: how many scores it gives.
        run: from one image, (1, height, width, channels) in the input's dtype, to its scores, (classes,) float32.
        source: a :class:`Convertible`, or a LiteRT file's bytes.
        guesses: what its preprocessing seems to be, the surest first.
        labels: what it brought along.
        quantum: of a quantised input: value = scale * (number - zero point).
        scores: the tensor of a LiteRT file's main function that has them.
    """

    kind: str
    input: ImageInput
    classes: int
    run: Callable[[Values], Values]
    source: Convertible | bytes
    guesses: tuple[Guess, ...] = ()
    labels: tuple[str, ...] = ()
    quantum: tuple[float, int] | None = None
    scores: int = 0


def image_input(shape: tuple[int | None, ...], dtype: str, options: Options) -> ImageInput:
    """Return what a model takes by its input's shape, in which None or -1 is any size.

    Raises:
        InterfaceError: it is no batch of images with the channels last.
        UnknownError: the size is open, and no option says it.
    """
    sizes = [None if size in {None, -1} else int(size or 0) for size in shape]
    if len(sizes) != _RANK or sizes[3] not in _COLOUR_CHANNELS or sizes[0] not in {None, 1}:
        raise InterfaceError(
            "an input of shape (1 or any, height, width, 1 or 3)",
            f"{tuple(sizes)}",
            "Export it for single images, with the channels last.",
        )
    _, height, width, channels = sizes
    if options.size:
        if {height, options.size.height} - {None} != {options.size.height} or width not in {None, options.size.width}:
            raise InterfaceError(f"the model's own size {width}x{height}", f"--size {options.size}", "Leave it out.")
        width, height = options.size
    if height is None or width is None:
        raise UnknownError(
            "--size, for the model takes images of any size", "none", "Give the one it was trained with."
        )
    return ImageInput(height, width, int(channels or 0), dtype)


def score_count(shape: tuple[int | None, ...], what: str) -> int:
    """Return how many scores an output of this shape has.

    Raises:
        InterfaceError: it has not one score for each class.
    """
    if len(shape) != 2 or not shape[1] or shape[1] < 0:  # noqa: PLR2004 -- the batch and the classes
        raise InterfaceError(
            "an output of shape (1 or any, classes)", f"{tuple(shape)} from {what}", "Bring a classifier along."
        )
    return int(shape[1])


def only(names: list[str], wanted: str, what: str, option: str) -> str:
    """Return the one name, or the wanted one of several.

    Raises:
        UnknownError: there are several, and none of them is wanted.
    """
    if wanted in names:
        return wanted
    if len(names) != 1 or wanted:
        raise UnknownError(
            f"{option} to name one of the {what} {', '.join(sorted(names))}", wanted or "none", "Name it."
        )
    return names[0]


def digest(path: Path) -> str:
    """Return the SHA-256, in hexadecimal, of a file, or of a folder's files with their names."""
    if path.is_file():
        return sha256(path.read_bytes()).hexdigest()
    state = sha256()
    for file in sorted(item for item in path.rglob("*") if item.is_file()):
        state.update(f"{file.relative_to(path)}\0{digest(file)}\n".encode())
    return state.hexdigest()


def as_scores(values: Any) -> Values:  # noqa: ANN401 -- a tensor or an array
    """Return one image's scores, (classes,) float32."""
    return np.asarray(values, np.float32).reshape(-1)
