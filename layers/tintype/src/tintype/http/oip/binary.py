"""The binary tensor extension: a JSON document, and the tensors' bytes behind it.

https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md
"""

from __future__ import annotations

from struct import error as StructError  # noqa: N812 -- a class
from struct import pack, unpack_from
from typing import TYPE_CHECKING

from tintype.errors import RequestError, TensorError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADER = "Inference-Header-Content-Length"


def split(body: bytes, length: str | None) -> tuple[bytes, memoryview]:
    """Return the JSON and what follows it; without a length all is JSON.

    Raises:
        RequestError: the length is no whole number, or more than there is.
    """
    if length is None:
        return body, memoryview(b"")
    if not (length.isascii() and length.isdigit() and len(length) <= len(str(len(body))) and int(length) <= len(body)):
        raise RequestError(f"Expected {HEADER} to be from 0 to {len(body)}, the body's size, received {shown(length)}.")
    return body[: int(length)], memoryview(body)[int(length) :]


def elements(data: memoryview, name: str) -> list[bytes]:
    """Return the byte strings of a BYTES tensor: each with its length before it, four bytes, little-endian.

    Raises:
        TensorError: the lengths and the bytes do not add up.
    """
    found, place = [], 0
    while place < len(data):
        try:
            (size,) = unpack_from("<I", data, place)
        except StructError:
            raise TensorError(name, "a length of 4 bytes before each element", f"{len(data) - place}") from None
        place += 4 + size
        if place > len(data):
            raise TensorError(name, f"an element of {size} bytes", f"{size - (place - len(data))}")
        found.append(bytes(data[place - size : place]))
    return found


def joined(strings: Iterable[bytes]) -> bytes:
    """Return a BYTES tensor; :func:`elements` reads it."""
    return b"".join(pack("<I", len(string)) + string for string in strings)
