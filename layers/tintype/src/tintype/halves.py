"""float16 (IEEE 754 binary16) and bfloat16 (float32's upper half), which ``array`` does not know."""

from __future__ import annotations

from array import array
from struct import error as StructError  # noqa: N812 -- a class
from struct import pack as struct_pack
from struct import unpack as struct_unpack
from typing import TYPE_CHECKING, Any

from tintype.errors import TensorError

if TYPE_CHECKING:
    from tintype.tensor import TensorSpec

    Data = bytes | bytearray | memoryview


def unpack(dtype: str, data: Data) -> list[float]:
    """Return the values, each exactly."""
    if dtype == "float16":
        return list(struct_unpack(f"<{len(data) // 2}e", data))
    return array("f", widen(dtype, data)).tolist()


def widen(dtype: str, data: Data) -> bytes:
    """Return the same values as float32, which holds each of them exactly."""
    if dtype == "float16":
        return array("f", struct_unpack(f"<{len(data) // 2}e", data)).tobytes()
    wide = bytearray(2 * len(data))
    wide[2::4], wide[3::4] = data[::2], data[1::2]
    return bytes(wide)


def pack(flat: list[Any], spec: TensorSpec) -> bytes:
    """Return numbers as the nearest values of ``spec``'s dtype, ties to even.

    Raises:
        TensorError: one is no number, or too large for float16.
    """
    try:
        if spec.dtype == "float16":
            return struct_pack(f"<{len(flat)}e", *flat)
        return b"".join(_nearest(bits).to_bytes(2, "little") for bits in _float32_bits(flat))
    except (TypeError, OverflowError, StructError) as error:
        raise TensorError(spec.name, f"{spec.dtype} values", str(error).replace("NoneType", "null")) from None


def _float32_bits(flat: list[Any]) -> list[int]:
    return memoryview(array("f", flat).tobytes()).cast("I").tolist()


def _nearest(bits: int) -> int:
    if bits & 0x7FFFFFFF > 0x7F800000:  # not a number, and must stay so  # noqa: PLR2004 -- infinity
        return bits >> 16 | 0x40
    return bits + 0x7FFF + (bits >> 16 & 1) >> 16
