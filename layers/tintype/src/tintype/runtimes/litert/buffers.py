"""Aligned memory that LiteRT reads or writes as a tensor."""

from __future__ import annotations

from ctypes import addressof, byref, c_char, c_char_p, c_size_t, c_void_p
from typing import TYPE_CHECKING

from tintype.errors import ModelFileError, TensorError
from tintype.runtimes.litert.library import DTYPES, TensorType, call, create, library
from tintype.tensor import Tensor, TensorSpec, byte_size

if TYPE_CHECKING:
    from typing import Literal

_ALIGNMENT = 64  # LITERT_HOST_MEMORY_BUFFER_ALIGNMENT
_OVERREAD = 64  # bytes that vector instructions may read behind a tensor


class Buffer:
    """Memory of our own, for one tensor of a signature."""

    def __init__(self, spec: TensorSpec, kind: TensorType) -> None:
        self.spec = spec
        size = byte_size(spec.dtype, spec.shape)
        self._memory = bytearray(size + _ALIGNMENT + _OVERREAD)
        start = addressof(c_char.from_buffer(self._memory))
        skipped = -start % _ALIGNMENT
        self._view = memoryview(self._memory)[skipped : skipped + size]
        self.handle = create("LiteRtCreateTensorBufferFromHostMemory", byref(kind), start + skipped, size, None)

    def fill(self, tensor: Tensor | None) -> None:
        """Copy a tensor in.

        Raises:
            TensorError: it is missing, or does not fit.
        """
        expected = f"{self.spec.dtype} of shape {list(self.spec.shape)}"
        if tensor is None:
            raise TensorError(self.spec.name, expected, "nothing")
        if tensor.dtype != self.spec.dtype or tensor.shape != self.spec.shape:
            raise TensorError(self.spec.name, expected, f"{tensor.dtype} of shape {list(tensor.shape)}")
        self._view[:] = tensor.data

    def tensor(self) -> Tensor:
        """Return a copy of what is in it."""
        return Tensor(*self.spec, bytes(self._view))

    def free(self) -> None:
        """Let LiteRT forget it."""
        library().LiteRtDestroyTensorBuffer(self.handle)


def buffers(signature: c_void_p, side: Literal["Input", "Output"]) -> tuple[Buffer, ...]:
    """Make a buffer for each of a signature's inputs or outputs.

    Raises:
        LiteRtError: LiteRT refuses.
        ModelFileError: a tensor of a type that has no name here.
    """
    count = c_size_t()
    call(f"LiteRtGetNumSignature{side}s", signature, byref(count))
    return tuple(_buffer(signature, side, index) for index in range(count.value))


def _buffer(signature: c_void_p, side: str, index: int) -> Buffer:
    name = c_char_p()
    call(f"LiteRtGetSignature{side}Name", signature, index, byref(name))
    tensor_type = TensorType()
    tensor = create(f"LiteRtGetSignature{side}TensorByIndex", signature, index)
    call("LiteRtGetRankedTensorType", tensor, byref(tensor_type))
    return Buffer(_spec((name.value or b"").decode(), tensor_type), tensor_type)


def _spec(name: str, kind: TensorType) -> TensorSpec:
    """Sizes that the file leaves open become 1, in the structure as well."""
    if kind.element_type not in DTYPES:
        raise ModelFileError("litert", f"tensor {name!r} has the element type {kind.element_type}")
    rank = kind.layout.rank[0] & 0x7F
    for axis in range(rank):
        kind.layout.dimensions[axis] = max(1, kind.layout.dimensions[axis])
    return TensorSpec(name, DTYPES[kind.element_type], tuple(kind.layout.dimensions[:rank]))
