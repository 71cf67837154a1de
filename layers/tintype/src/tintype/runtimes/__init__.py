"""What runs a model's file. A further runtime is a module of its own and one line in ``_MODULES``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tintype.errors import ModelFileError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType
    from typing import Protocol

    from tintype.tensor import Tensor, TensorSpec

    class Runnable(Protocol):
        """A function from tensors to tensors; for one caller at a time."""

        inputs: tuple[TensorSpec, ...]
        outputs: tuple[TensorSpec, ...]

        def run(self, inputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
            """Run it on one input and return its outputs by name.

            Raises:
                TensorError: an input is missing, or of another shape or dtype.
                InferenceError: the runtime failed.
            """

    class Network(Runnable, Protocol):
        """A loaded model, ready to run."""

        def also(self, name: str) -> Runnable | None:
            """Return another function of the same file, such as ``"explain"``; None if it has none of this name."""

        def close(self) -> None:
            """Give the memory back; the network cannot run any more."""


_MODULES = {"litert": "tintype.runtimes.litert.network", "tensorflow": "tintype.runtimes.tensorflow.network"}


def load(runtime: str, file: bytearray, threads: int = 1) -> Network:
    """Make a network of a model file.

    Args:
        runtime: a manifest's ``runtime``.
        file: the bytes, kept for as long as the network lives.
        threads: how many processors one run may use.

    Raises:
        ModelFileError: no such runtime here, or it cannot load the file.
    """
    network: Network = _module(runtime).load(file, threads)
    return network


def warm(runtime: str) -> None:
    """Load the runtime's library before a model is there to be run.

    Raises:
        ModelFileError: no such runtime here.
    """
    _module(runtime).warm()


def _module(runtime: str) -> ModuleType:
    if runtime not in _MODULES:
        raise ModelFileError(runtime, f"expected a runtime among {sorted(_MODULES)}")
    return import_module(_MODULES[runtime])
