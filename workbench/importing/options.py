"""What the owner of a model says about it; what is left out is found out, or asked for."""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from workbench.importing.errors import UnknownError

if TYPE_CHECKING:
    from pathlib import Path

INT8 = "int8"
PRECISIONS = ("float32", "float16", "int8-dynamic", INT8)
TENSORFLOW = "tensorflow"
"""Not converted: TensorFlow runs it, from the container image of template-tensorflow.yaml."""
DEFAULT_TOLERANCE = 0.01
"""Of the accuracy, or of the agreement with the original: one image in a hundred."""


class Size(NamedTuple):
    """In pixels."""

    width: int
    height: int


class Options(NamedTuple):
    """The options of `tintype import`.

    Attributes:
        name: the model's name in the registry.
        labels: a file with one label a line, in the order of the output.
        task: what the model is for.
        data: labelled images, as `workbench.gate.examples.read` reads them: the accuracy is measured on them.
        calibrate: a folder of any images: the ranges of the full int8 conversion are found on them.
        size: of the input, where the model takes any.
        scale, offset: the input is ``pixel * scale + offset``, pixels being 0 to 255.
        mode: ``L``, ``RGB`` or ``BGR``.
        resize: ``stretch`` (where it is left out), ``fit`` or ``crop``.
        background: behind transparent pixels and around ``fit``, 0 to 255.
        signature: of a SavedModel.
        scores: which output has the scores, where there are several.
        logits: whether the output needs a softmax to become probabilities; None: to be seen by its values.
        precision: one of :data:`PRECISIONS`, which is then made beside float32 alone; :data:`TENSORFLOW`, which is then
            made alone; None for the best of all.
        tolerance: how much of the float32 file's accuracy another precision may lose.
        licence, origin: for the model card.
    """

    name: str
    labels: Path | None = None
    task: str = "classification"
    data: str = ""
    calibrate: Path | None = None
    size: Size | None = None
    scale: tuple[float, ...] = ()
    offset: tuple[float, ...] = ()
    mode: str = ""
    resize: str = ""
    background: int = 255
    signature: str = ""
    scores: str = ""
    logits: bool | None = None
    precision: str | None = None
    tolerance: float = DEFAULT_TOLERANCE
    licence: str = ""
    origin: str = ""


def parse_numbers(text: str, option: str) -> tuple[float, ...]:
    """Return the numbers of an option such as ``1/127.5`` or ``-2.1,-2.0,-1.8``.

    Raises:
        UnknownError: there is neither one number nor three.
    """
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    try:
        found = tuple(_number(part) for part in parts)
    except (ValueError, ZeroDivisionError):
        found = ()
    if len(found) not in {1, 3}:
        raise UnknownError(
            f"one number or three for {option}, such as 1/127.5 or 0.017,0.018,0.017", repr(text), "Write it so."
        )
    return found


def parse_size(text: str) -> Size:
    """Return a size such as ``224`` or ``320x240`` (width x height).

    Raises:
        UnknownError: it is none.
    """
    match = re.fullmatch(r"(\d{1,5})(?:x(\d{1,5}))?", text.strip())
    if match is None or not int(match[1]) or match[2] == "0":
        raise UnknownError("a size for --size, such as 224 or 320x240", repr(text), "Write it so.")
    return Size(int(match[1]), int(match[2] or match[1]))


def _number(text: str) -> float:
    dividend, _, divisor = text.partition("/")
    found = float(dividend) / float(divisor or 1)
    if not isfinite(found):
        raise ValueError(text)
    return found
