"""A LiteRT model, compiled once and run on buffers that it keeps."""

from __future__ import annotations

from ctypes import CFUNCTYPE, c_char, c_char_p, c_void_p, cast
from typing import TYPE_CHECKING

from tintype.errors import InferenceError, ModelFileError
from tintype.runtimes.litert.library import CPU, LiteRtError, call, create, environment, library
from tintype.runtimes.litert.signature import DEFAULT, Signature, names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.tensor import Tensor, TensorSpec


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
    """See ``tintype.runtimes.Network``. A file's main signature is ``serving_default``, else its first."""

    inputs: tuple[TensorSpec, ...] = ()
    outputs: tuple[TensorSpec, ...] = ()

    def __init__(self, file: bytearray) -> None:
        self._file = file  # the weights are read where they lie
        self._model: c_void_p | None = None
        self._compiled: c_void_p | None = None
        self._names: list[str] = []
        self._main: Signature | None = None
        self._others: dict[str, Signature] = {}

    def compile(self, threads: int) -> None:
        """Make it ready to run.

        Raises:
            LiteRtError: it is no model, or uses what this runtime lacks.
            ModelFileError: a tensor of a type that has no name here.
        """
        address = (c_char * len(self._file)).from_buffer(self._file)
        self._model = create("LiteRtCreateModelFromBuffer", environment(), address, len(self._file))
        self._compiled = _compile(self._model, threads)
        self._names = names(self._model)
        index = self._names.index(DEFAULT) if DEFAULT in self._names else 0
        self._main = Signature(self._model, self._compiled, index)
        self.inputs, self.outputs = self._main.inputs, self._main.outputs

    def run(self, inputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Run the network; see ``tintype.runtimes.Network.run``."""
        if self._main is None:
            raise InferenceError("the network was closed before")
        return self._main.run(inputs)

    def also(self, name: str) -> Signature | None:
        """See ``tintype.runtimes.Network.also``; its buffers are made when it is first asked for."""
        if self._model is None or self._compiled is None or name not in self._names:
            return None
        if name not in self._others:
            self._others[name] = Signature(self._model, self._compiled, self._names.index(name))
        return self._others[name]

    def close(self) -> None:
        """Give the memory back; a second time does nothing."""
        for signature in (self._main, *self._others.values()):
            if signature is not None:
                signature.free()
        if self._compiled is not None:
            library().LiteRtDestroyCompiledModel(self._compiled)
        if self._model is not None:
            library().LiteRtDestroyModel(self._model)
        self._compiled = self._model = self._main = None
        self._others.clear()
        self._file = bytearray()


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
