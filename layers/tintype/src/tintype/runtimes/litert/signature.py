"""One of the functions in a model file, with the buffers that it reads and writes."""

from __future__ import annotations

from ctypes import byref, c_char_p, c_size_t, c_void_p
from typing import TYPE_CHECKING, Any

from tintype.errors import InferenceError
from tintype.runtimes.litert.buffers import Buffer, buffers
from tintype.runtimes.litert.library import LiteRtError, call, create

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.tensor import Tensor

DEFAULT = "serving_default"


class Signature:
    """See ``tintype.runtimes.Runnable``.

    Args:
        model: the file.
        compiled: made of it.
        index: which of the file's signatures.

    Raises:
        LiteRtError: LiteRT refuses.
        ModelFileError: a tensor of a type that has no name here.
    """

    def __init__(self, model: c_void_p, compiled: c_void_p, index: int) -> None:
        handle = create("LiteRtGetModelSignature", model, index)
        self._inputs = buffers(handle, "Input")
        self._outputs = buffers(handle, "Output")
        self.inputs = tuple(buffer.spec for buffer in self._inputs)
        self.outputs = tuple(buffer.spec for buffer in self._outputs)
        self._arguments: tuple[Any, ...] = (compiled, index, *_handles(self._inputs), *_handles(self._outputs))

    def run(self, inputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """See ``tintype.runtimes.Runnable.run``."""
        for buffer in self._inputs:
            buffer.fill(inputs.get(buffer.spec.name))
        try:
            call("LiteRtRunCompiledModel", *self._arguments)
        except LiteRtError as error:
            raise InferenceError(str(error)) from error
        return {buffer.spec.name: buffer.tensor() for buffer in self._outputs}

    def free(self) -> None:
        """Give the buffers back."""
        for buffer in (*self._inputs, *self._outputs):
            buffer.free()


def names(model: c_void_p) -> list[str]:
    """Return the names of a file's signatures, in its order.

    Raises:
        LiteRtError: LiteRT refuses.
    """
    count = c_size_t()
    call("LiteRtGetNumModelSignatures", model, byref(count))
    return [_name(model, index) for index in range(count.value)]


def _name(model: c_void_p, index: int) -> str:
    name = c_char_p()
    call("LiteRtGetSignatureKey", create("LiteRtGetModelSignature", model, index), byref(name))
    return (name.value or b"").decode()


def _handles(made: tuple[Buffer, ...]) -> tuple[int, Any]:
    return len(made), (c_void_p * len(made))(*(buffer.handle for buffer in made))
