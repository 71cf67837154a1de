"""COCO's run-length code of a mask: how many pixels are outside, inside, outside, ..., column by column.

The code and its compressed text are those of the COCO API (https://github.com/cocodataset/cocoapi, common/maskApi.c):
there each number but the first three is replaced by its difference from the number before the last, and written in
groups of five bits, the lowest first, each as a character from "0" on; a sixth bit says that more groups follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL.Image import Image

_GROUP, _SIGN, _MORE, _FIRST = 0x1F, 0x10, 0x20, 48
_PLAIN = 3  # numbers that are written as they are


def counts(mask: Image) -> list[int]:
    """Return the run-lengths of a mask in mode ``"L"`` whose pixels are 0 and 255, first of those outside (maybe 0)."""
    from PIL.Image import Transpose

    return list(_lengths(mask.transpose(Transpose.TRANSPOSE).tobytes()))


def _lengths(pixels: bytes) -> Iterator[int]:
    start, wanted, other = 0, b"\xff", b"\x00"
    while (found := pixels.find(wanted, start)) >= 0:
        yield found - start
        start, wanted, other = found, other, wanted
    yield len(pixels) - start


def compressed(lengths: Iterable[int]) -> str:
    """Return run-lengths as COCO's compressed text."""
    written, before = bytearray(), [0, 0]
    for index, length in enumerate(lengths):
        _write(written, length - before[index % 2] if index >= _PLAIN else length)
        before[index % 2] = length
    return written.decode()


def _write(written: bytearray, value: int) -> None:
    while True:
        group = value & _GROUP
        value >>= 5
        done = value == (-1 if group & _SIGN else 0)
        written.append(_FIRST + (group if done else group | _MORE))
        if done:
            return
