"""A PyTorch checkpoint without PyTorch: an unpickler that makes tensors and nothing else.

The file is what ``torch.save`` wrote before version 1.6 (``_legacy_save`` in torch/serialization.py): five pickles (a
magic number, the protocol's version, facts about the machine, the object itself, the storages' keys in the order of the
file), then each storage as its number of elements (int64, little-endian) and its elements.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.errors import WeightsError

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

State = dict[str, NDArray[Any]]

_MAGIC, _PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
_DTYPES = {"FloatStorage": "<f4", "HalfStorage": "<f2", "LongStorage": "<i8", "IntStorage": "<i4"}


def read(path: Path) -> State:
    """Return a state dictionary's tensors by name.

    Raises:
        WeightsError: another format, a damaged file, or one that names anything but tensors.
    """
    with path.open("rb") as file:
        try:
            return _read(file)
        except WeightsError:
            raise
        except Exception as error:  # a damaged pickle may raise any
            raise _refusal(f"one that is damaged: {type(error).__name__}: {error}") from error


def _read(file: BufferedReader) -> State:
    if (_Unpickler(file).load(), _Unpickler(file).load()) != (_MAGIC, _PROTOCOL):
        raise _refusal("a file of another format")
    _Unpickler(file).load()
    unpickler = _Unpickler(file)
    state: dict[str, _View] = unpickler.load()
    storages = {}
    for key in _Unpickler(file).load():
        storage = unpickler.storages[key]
        count = int.from_bytes(file.read(8), "little")
        storages[key] = np.frombuffer(file.read(count * np.dtype(storage.dtype).itemsize), storage.dtype, count)
    return {name: view.of(storages[view.storage.key]) for name, view in state.items()}


def _refusal(received: str) -> WeightsError:
    expected = "a PyTorch checkpoint that holds nothing but tensors"
    return WeightsError(expected, received, "Do not open it by other means.")


class _Storage(NamedTuple):
    key: str
    dtype: str


class _View(NamedTuple):
    """What ``torch._utils._rebuild_tensor_v2`` would make a tensor of."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def of(self, values: NDArray[Any]) -> NDArray[Any]:
        """Copy the view's elements, within the storage's bounds."""
        last = self.offset + sum((size - 1) * stride for size, stride in zip(self.shape, self.strides, strict=True))
        if min(self.offset, *self.strides, *self.shape, 0) < 0 or last >= values.size:
            raise _refusal(f"a tensor of shape {self.shape} outside of its storage")
        strides = tuple(stride * values.itemsize for stride in self.strides)
        return np.lib.stride_tricks.as_strided(values[self.offset :], self.shape, strides).copy()


def _rebuild(storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object) -> _View:
    return _View(storage, offset, shape, strides)


class _Unpickler(pickle.Unpickler):
    """Knows the names that a state dictionary needs; everything else is refused before it is looked up."""

    _ALLOWED: dict[tuple[str, str], Any] = {  # noqa: RUF012 -- never changed
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _rebuild,
        **{("torch", name): dtype for name, dtype in _DTYPES.items()},
    }

    def __init__(self, file: BufferedReader) -> None:
        super().__init__(file, encoding="utf-8")
        self.storages: dict[str, _Storage] = {}

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 -- as the base class has it
        try:
            return self._ALLOWED[module, name]
        except KeyError:
            raise _refusal(f"the name {module}.{name}, which no tensor needs") from None

    def persistent_load(self, pid: Any) -> _Storage:  # noqa: ANN401 -- as the base class has it
        kind, dtype, key, *_ = pid
        if kind != "storage":
            raise _refusal(f"a reference to {kind!r}")
        return self.storages.setdefault(key, _Storage(key, dtype))
