"""Finding pickles: files that run code when they are loaded (https://docs.python.org/3/library/pickle.html)."""

from __future__ import annotations

import bz2
import lzma
import pickletools
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_CALLS = {"REDUCE", "INST", "OBJ", "NEWOBJ", "NEWOBJ_EX", "BUILD"}
_IMPORTS = {"GLOBAL", "STACK_GLOBAL"}
_SPENT = 100_000
"""Instructions after which what has called nothing is taken for something else."""
_NUMPY, _OBJECTS = b"\x93NUMPY", b"'descr': '|O'"
_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, zlib.error, EOFError, ValueError)
_NUMPY_HEAD = 256
_HEAD = 1_048_576
"""Bytes of a packed file that are looked at: a pickle says early what it calls."""


def find_pickle(file: bytes | bytearray | Path) -> str:
    """Return where in a file a pickle is, in words; empty if there is none.

    Looked at are the file itself, packed as joblib does it (zlib, gzip, bzip2, xz), a zip's members (PyTorch's files),
    and NumPy's arrays of objects. Nothing is loaded.

    Args:
        file: its bytes, or where they are, which keeps large ones out of memory.
    """
    with BytesIO(file) if isinstance(file, bytes | bytearray) else open(file, "rb") as stream:
        return next((f"{where} is a pickle" for where, part in _parts(stream) if _is_pickle(part)), "")


def _parts(stream: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    yield "it", stream
    stream.seek(0)
    yield "what is packed in it", BytesIO(_unpacked(stream.read(_HEAD)))
    with suppress(*_NO_ZIP), zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            with archive.open(name) as member:
                yield f"its member {name!r}", BytesIO(member.read(_HEAD))


def _unpacked(head: bytes) -> bytes:
    with suppress(zlib.error):
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(head, _HEAD)  # 32: zlib's header or gzip's
    with suppress(OSError, EOFError, ValueError):
        return bz2.BZ2Decompressor().decompress(head, _HEAD)
    with suppress(lzma.LZMAError, EOFError):
        return lzma.LZMADecompressor().decompress(head, _HEAD)
    return b""


def _is_pickle(stream: BinaryIO) -> bool:
    """Say whether the bytes are instructions that make sense one after the other until one calls, or the last one."""
    head = stream.read(_NUMPY_HEAD)
    if head.startswith(_NUMPY):
        return _OBJECTS in head
    stream.seek(0)
    machine = _Machine()
    imports = head.startswith(b"\x80")  # PROTO: since protocol 2 each begins so; text may begin like the older ones
    with suppress(ValueError, IndexError, UnicodeError, OverflowError), catch_warnings():
        simplefilter("ignore")  # of escapes in what was never meant as text
        for instruction, argument, _ in islice(pickletools.genops(stream), _SPENT):
            machine.step(instruction, argument)
            imports |= instruction.name in _IMPORTS
            if instruction.name in _CALLS or (instruction.name == "STOP" and imports):
                return True
    return False


class _Machine:
    """The stack and the memo of an unpickler, without what lies in them."""

    def __init__(self) -> None:
        self._stack: list[object] = []
        self._memo: set[object] = set()

    def step(self, instruction: pickletools.OpcodeInfo, argument: object) -> None:
        """Do one instruction.

        Raises:
            ValueError, IndexError: an unpickler would fail here.
        """
        before = instruction.stack_before
        if pickletools.markobject in before:
            while self._stack.pop() is not pickletools.markobject:
                pass
            before = before[: before.index(pickletools.markobject)]
        for _ in before:
            self._stack.pop()
        self._stack += instruction.stack_after
        self._remember(instruction.name, argument)

    def _remember(self, name: str, argument: object) -> None:
        if name == "MEMOIZE":
            self._memo.add(len(self._memo))
        elif name.endswith("PUT"):
            self._memo.add(argument)
        elif name.endswith("GET") and argument not in self._memo:
            raise ValueError("nothing is remembered there")
