"""One call on its way to the shadow function: what was asked, and what the version that answered made of it."""

from __future__ import annotations

import json
from binascii import a2b_base64, b2a_base64
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import ShadowMessageError
from tintype.serving.recording import Pass, Run
from tintype.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORMAT = 1
LARGE = ("inputs", "answers")
"""The fields that lie in S3 where they are too large for a message."""


class Message(NamedTuple):
    """One call.

    Attributes:
        id: of this message; 32 hexadecimal digits.
        time: of the call, in ISO 8601.
        model: its name.
        alias: what was asked for.
        version: what answered.
        shadow: what is asked as well.
        runs: the inputs and what the network made of each.
    """

    id: str
    time: str
    model: str
    alias: str
    version: int
    shadow: int
    runs: Sequence[Run]

    def document(self) -> dict[str, Any]:
        """Return what JSON takes."""
        said = {name: value for name, value in self._asdict().items() if name != "runs"}
        inputs, answers = [_input(run.input) for run in self.runs], [_answer(run.passes) for run in self.runs]
        return {"format": FORMAT, **said, "inputs": inputs, "answers": answers}


def parse(document: Any) -> Message:  # noqa: ANN401 -- whatever JSON holds
    """Read what :meth:`Message.document` gave.

    Raises:
        ShadowMessageError: it is something else.
    """
    try:
        if document["format"] != FORMAT:
            raise ShadowMessageError(f"format {document['format']!r}")
        said = {name: document[name] for name in Message._fields if name != "runs"}
        pairs = zip(document["inputs"], document["answers"], strict=True)
        return Message(**said, runs=[Run(_read_input(each), _read_answer(passes)) for each, passes in pairs])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ShadowMessageError(f"{type(error).__name__}: {error}") from error


def read(body: str) -> dict[str, Any]:
    """Return a message's document.

    Raises:
        ShadowMessageError: it is none.
    """
    try:
        document = json.loads(body)
    except ValueError as error:
        raise ShadowMessageError(str(error)) from error
    if not isinstance(document, dict):
        raise ShadowMessageError(type(document).__name__)
    return document


def _input(given: bytes | Mapping[str, Tensor]) -> dict[str, Any]:
    if not isinstance(given, bytes):
        return {"tensors": [_tensor(tensor) for tensor in given.values()]}
    return {"image": _text(given)}


def _answer(passes: list[Pass]) -> list[dict[str, Any]]:
    return [{"seconds": each.seconds, "outputs": [_tensor(out) for out in each.outputs.values()]} for each in passes]


def _tensor(tensor: Tensor) -> list[Any]:
    return [tensor.name, tensor.dtype, list(tensor.shape), _text(tensor.data)]


def _text(data: bytes | bytearray | memoryview) -> str:
    return b2a_base64(data, newline=False).decode()


def _read_input(said: dict[str, Any]) -> bytes | dict[str, Tensor]:
    return a2b_base64(said["image"]) if "image" in said else _read_tensors(said["tensors"])


def _read_answer(passes: list[dict[str, Any]]) -> list[Pass]:
    return [Pass(_read_tensors(each["outputs"]), float(each["seconds"])) for each in passes]


def _read_tensors(said: list[list[Any]]) -> dict[str, Tensor]:
    return {name: Tensor(name, dtype, tuple(shape), a2b_base64(data)) for name, dtype, shape, data in said}
