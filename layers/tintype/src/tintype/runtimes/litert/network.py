"""A LiteRT model, compiled once and run on buffers that it keeps."""

from __future__ import annotations

from ctypes import CFUNCTYPE, addressof, byref, c_char, c_char_p, c_size_t, c_void_p, cast
from typing import TYPE_CHECKING, Any

from tintype.errors import InferenceError, ModelFileError, TensorError
from tintype.runtimes.litert.library import CPU, DTYPES, LiteRtError, TensorType, call, create, environment, library
from tintype.tensor import Tensor, TensorSpec, byte_size

if TYPE_CHECKING:
    from collections.abc import Mapping

_ALIGNMENT = 64  # LITERT_HOST_MEMORY_BUFFER_ALIGNMENT
_OVERREAD = 64  # bytes that vector instructions may read behind a tensor


def warm() -> None:
    """Load the library and make its environment."""
    environment()


def load(file: bytearray, threads: int = 1) -> LiteRtNetwork:
    """Compile a ``.tflite`` file.

    Raises:
        ModelFileError: it is none, or uses what this runtime lacks.
    """
    network = LiteRtNetwork(file)
    try:
        network.compile(threads)
    except LiteRtError as error:
        network.close()
        raise ModelFileError("litert", str(error)) from error
    except ModelFileError:
        network.close()
        raise
    return network


class LiteRtNetwork:
    """See ``tintype.runtimes.Network``."""

    inputs: tuple[TensorSpec, ...] = ()
    outputs: tuple[TensorSpec, ...] = ()

    def __init__(self, file: bytearray) -> None:
        self._file = file  # the weights are read where they lie
        self._model: c_void_p | None = None
        self._compiled: c_void_p | None = None
        self._inputs: tuple[_Buffer, ...] = ()
        self._outputs: tuple[_Buffer, ...] = ()

    def compile(self, threads: int) -> None:
        """Make it ready to run.

        Raises:
            LiteRtError: it is no model, or uses what this runtime lacks.
            ModelFileError: a tensor of a type that has no name here.
        """
        address = (c_char * len(self._file)).from_buffer(self._file)
        self._model = create("LiteRtCreateModelFromBuffer", environment(), address, len(self._file))
        self._compiled = _compile(self._model, threads)
        signature = create("LiteRtGetModelSignature", self._model, 0)
        self._inputs = _buffers(signature, "Input")
        self._outputs = _buffers(signature, "Output")
        self.inputs = tuple(buffer.spec for buffer in self._inputs)
        self.outputs = tuple(buffer.spec for buffer in self._outputs)
        self._arguments: tuple[Any, ...] = (
            self._compiled,
            0,
            len(self._inputs),
            (c_void_p * len(self._inputs))(*(buffer.handle for buffer in self._inputs)),
            len(self._outputs),
            (c_void_p * len(self._outputs))(*(buffer.handle for buffer in self._outputs)),
        )

    def run(self, inputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Run the network; see ``tintype.runtimes.Network.run``."""
        if self._compiled is None:
            raise InferenceError("the network was closed before")
        for buffer in self._inputs:
            buffer.fill(inputs.get(buffer.spec.name))
        try:
            call("LiteRtRunCompiledModel", *self._arguments)
        except LiteRtError as error:
            raise InferenceError(str(error)) from error
        return {buffer.spec.name: buffer.tensor() for buffer in self._outputs}

    def close(self) -> None:
        """Give the memory back; a second time does nothing."""
        for buffer in (*self._inputs, *self._outputs):
            library().LiteRtDestroyTensorBuffer(buffer.handle)
        if self._compiled is not None:
            library().LiteRtDestroyCompiledModel(self._compiled)
        if self._model is not None:
            library().LiteRtDestroyModel(self._model)
        self._compiled = self._model = None
        self._inputs = self._outputs = ()
        self._file = bytearray()


class _Buffer:
    """Aligned memory of our own that LiteRT reads or writes as a tensor."""

    def __init__(self, spec: TensorSpec, kind: TensorType) -> None:
        self.spec = spec
        size = byte_size(spec.dtype, spec.shape)
        self._memory = bytearray(size + _ALIGNMENT + _OVERREAD)
        start = addressof(c_char.from_buffer(self._memory))
        skipped = -start % _ALIGNMENT
        self._view = memoryview(self._memory)[skipped : skipped + size]
        self.handle = create("LiteRtCreateTensorBufferFromHostMemory", byref(kind), start + skipped, size, None)

    def fill(self, tensor: Tensor | None) -> None:
        expected = f"{self.spec.dtype} of shape {list(self.spec.shape)}"
        if tensor is None:
            raise TensorError(self.spec.name, expected, "nothing")
        if tensor.dtype != self.spec.dtype or tensor.shape != self.spec.shape:
            raise TensorError(self.spec.name, expected, f"{tensor.dtype} of shape {list(tensor.shape)}")
        self._view[:] = tensor.data

    def tensor(self) -> Tensor:
        return Tensor(*self.spec, bytes(self._view))


def _compile(model: c_void_p, threads: int) -> c_void_p:
    options = create("LiteRtCreateOptions")
    call("LiteRtSetOptionsHardwareAccelerators", options, CPU)
    if threads > 1:  # one is the default
        call("LiteRtAddOpaqueOptions", options, _thread_option(threads))
    try:
        return create("LiteRtCreateCompiledModel", environment(), model, options)
    finally:
        library().LiteRtDestroyOptions(options)


_keep = CFUNCTYPE(None, c_void_p)(lambda _: None)  # the payload is Python's to free
_payloads: dict[int, c_char_p] = {}


def _thread_option(threads: int) -> c_void_p:
    """The processor's options are TOML under the name "xnnpack": litert/c/options/litert_cpu_options.cc."""
    payload = _payloads.setdefault(threads, c_char_p(f"num_threads = {threads}\n".encode()))
    return create("LiteRtCreateOpaqueOptions", b"xnnpack", cast(payload, c_void_p), cast(_keep, c_void_p))


def _buffers(signature: c_void_p, kind: str) -> tuple[_Buffer, ...]:
    count = c_size_t()
    call(f"LiteRtGetNumSignature{kind}s", signature, byref(count))
    return tuple(_buffer(signature, kind, index) for index in range(count.value))


def _buffer(signature: c_void_p, kind: str, index: int) -> _Buffer:
    name = c_char_p()
    call(f"LiteRtGetSignature{kind}Name", signature, index, byref(name))
    tensor_type = TensorType()
    tensor = create(f"LiteRtGetSignature{kind}TensorByIndex", signature, index)
    call("LiteRtGetRankedTensorType", tensor, byref(tensor_type))
    return _Buffer(_spec((name.value or b"").decode(), tensor_type), tensor_type)


def _spec(name: str, kind: TensorType) -> TensorSpec:
    """Sizes that the file leaves open become 1, in the structure as well."""
    if kind.element_type not in DTYPES:
        raise ModelFileError("litert", f"tensor {name!r} has the element type {kind.element_type}")
    rank = kind.layout.rank[0] & 0x7F
    for axis in range(rank):
        kind.layout.dimensions[axis] = max(1, kind.layout.dimensions[axis])
    return TensorSpec(name, DTYPES[kind.element_type], tuple(kind.layout.dimensions[:rank]))
