"""A tensor without NumPy: bytes with a name, a dtype and a shape.

NumPy alone takes longer to import than everything else on the way to the first answer, so what
serves the common case does without it; ``numpy.frombuffer(tensor.data, tensor.dtype)`` gives the rest an array.
"""

from __future__ import annotations

from array import array
from math import prod
from struct import Struct, calcsize
from struct import error as StructError  # noqa: N812 -- a class
from typing import Any, NamedTuple

from tintype.errors import TensorError

FORMATS = {
    "float32": "f",
    "float64": "d",
    "int8": "b",
    "uint8": "B",
    "int16": "h",
    "uint16": "H",
    "int32": "i",
    "uint32": "I",
    "int64": "q",
    "uint64": "Q",
    "bool": "?",
}
"""Each dtype's format character in ``struct``, ``array`` and ``memoryview``, where all of them have one."""

HALVES = ("float16", "bfloat16")

_SHOWN = 8  # dimensions in a message: a caller may send thousands

ITEM_SIZES = {dtype: calcsize(code) for dtype, code in FORMATS.items()} | dict.fromkeys(HALVES, 2)
"""How many bytes one value of each dtype takes."""


class TensorSpec(NamedTuple):
    """What a model takes or gives: -1 in the shape stands for any size."""

    name: str
    dtype: str
    shape: tuple[int, ...]

    def with_batch(self, size: int = 1) -> tuple[int, ...]:
        """Return the shape with its first dimension, if it is any size, set to ``size``."""
        return (size, *self.shape[1:]) if self.shape and self.shape[0] == -1 else self.shape


class Tensor(NamedTuple):
    """Row-major, little-endian values."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    data: bytes | bytearray | memoryview

    def flat(self) -> list[float]:
        """Return the values in row-major order."""
        if self.dtype in HALVES:
            from tintype import halves

            return halves.unpack(self.dtype, self.data)
        view: Any = memoryview(self.data).cast("B")
        values: list[float] = view.cast(FORMATS[self.dtype]).tolist()
        return values

    def nested(self) -> object:
        """Return the values as lists in lists, one level per dimension."""
        values: list[object] = list(self.flat())
        for level in range(len(self.shape) - 1, 0, -1):
            size = self.shape[level]
            values = [values[i * size : (i + 1) * size] for i in range(prod(self.shape[:level]))]
        return values if self.shape else values[0]


def from_nested(values: object, spec: TensorSpec) -> Tensor:
    """Make a tensor of nested lists of numbers, as TensorFlow Serving's JSON has them.

    Args:
        values: lists in lists of numbers, of ``spec``'s shape.
        spec: the name, dtype and shape; -1 takes any size.

    Raises:
        TensorError: another shape, ragged lists, or something that is no number of the dtype.
    """
    shape = _shape_of(values)
    if not _fits(shape, spec.shape):
        raise TensorError(spec.name, f"shape {_show(spec.shape)}", f"shape {_show(shape)}")
    flat: list[Any] = values if isinstance(values, list) else [values]
    for size in shape[1:]:
        flat = _joined(flat, size, spec)
    return Tensor(spec.name, spec.dtype, shape, pack(flat, spec))


def _joined(rows: list[Any], size: int, spec: TensorSpec) -> list[Any]:
    flat: list[Any] = []
    for row in rows:  # one pass that checks and joins: half the time of two that run in C
        if type(row) is not list or len(row) != size:
            raise TensorError(spec.name, f"shape {_show(spec.shape)}", "lists of unequal lengths")
        flat += row
    return flat


def pack(flat: list[Any], spec: TensorSpec) -> bytes:
    """Return numbers as the bytes of ``spec``'s dtype; its shape does not matter.

    Raises:
        TensorError: one is no number of the dtype.
    """
    if spec.dtype in HALVES:
        from tintype import halves

        return halves.pack(flat, spec)
    code = "B" if spec.dtype == "bool" else FORMATS[spec.dtype]
    try:
        packed = Struct(f"{len(flat)}{code}").pack(*flat)
    except StructError:
        packed = _described(code, flat, spec)
    if spec.dtype == "bool" and max(packed, default=0) > 1:
        raise TensorError(spec.name, "bool values", f"the number {max(packed)}")
    return packed


def _described(code: str, flat: list[Any], spec: TensorSpec) -> bytes:
    """Pack with ``array``, which takes twice as long and says what is wrong."""
    try:
        return array(code, flat).tobytes()
    except (TypeError, OverflowError) as error:
        raise TensorError(spec.name, f"{spec.dtype} values", str(error).replace("NoneType", "null")) from None


def _shape_of(values: object) -> tuple[int, ...]:
    shape = []
    while isinstance(values, list):
        shape.append(len(values))
        if not values:
            break
        values = values[0]
    return tuple(shape)


def _fits(shape: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return len(shape) == len(wanted) and all(w in (-1, s) for s, w in zip(shape, wanted, strict=True))


def _show(shape: tuple[int, ...]) -> str:
    sizes = ["any" if size == -1 else str(size) for size in shape[:_SHOWN]]
    return "[" + ",".join(sizes) + (",...]" if len(shape) > _SHOWN else "]")


def byte_size(dtype: str, shape: tuple[int, ...]) -> int:
    """Return how many bytes a tensor of this dtype and shape holds."""
    return prod(shape) * ITEM_SIZES[dtype]
