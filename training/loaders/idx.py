"""The idx format, in which MNIST and Fashion-MNIST are published; plain or gzipped.

Big-endian: two zero bytes, the element type (8: unsigned byte), the number of dimensions, each dimension as
a 32-bit count, then the elements. http://yann.lecun.com/exdb/mnist describes it.
"""

from __future__ import annotations

import gzip
import struct
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from training.dataset import Dataset, Split
from training.errors import DatasetError, IdxError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tintype.images import Preprocessing

IMAGES, LABELS = "images-idx3-ubyte", "labels-idx1-ubyte"
TRAIN, TEST, VALIDATION = "train", "t10k", "validation"
_UNSIGNED_BYTE = 8


def present(folders: Sequence[Path]) -> bool:
    """Tell whether any of the folders holds an idx file of MNIST's naming."""
    return any(any(folder.glob("*-ubyte*")) for folder in folders)


def load(folders: Sequence[Path], preprocessing: Preprocessing) -> Split:
    """Load ``train-*``, ``t10k-*`` and, if there are any, ``validation-*`` images and labels, named by their number.

    Raises:
        DatasetError: a file is missing, malformed, or the images are not of the network's size.
    """
    parts = [_pair(folders, part, preprocessing) for part in (TRAIN, TEST)]
    if any(any(folder.glob(f"{VALIDATION}-*-ubyte*")) for folder in folders):
        parts.append(_pair(folders, VALIDATION, preprocessing))
    names = tuple(str(label) for label in range(1 + max(int(labels.max()) for _, labels in parts)))
    return Split(*(Dataset(images, labels, names) for images, labels in parts))


def _pair(
    folders: Sequence[Path], part: str, preprocessing: Preprocessing
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    image_file, label_file = (_find(folders, f"{part}-{kind}") for kind in (IMAGES, LABELS))
    images, labels = read(image_file, 3), read(label_file, 1)
    if len(images) != len(labels) or not len(images):
        raise IdxError(
            "as many labels as images, and at least one",
            f"{len(images)} images in {image_file.name} and {len(labels)} labels in {label_file.name}",
            "Take both files from the same source.",
        )
    _check_size(images, image_file, preprocessing)
    return images[..., np.newaxis], labels.astype(np.int64)


def _check_size(images: NDArray[np.uint8], path: Path, preprocessing: Preprocessing) -> None:
    height, width = images.shape[1:]
    expected = (preprocessing.width, preprocessing.height, preprocessing.mode)
    if expected != (width, height, "L"):
        raise DatasetError(
            "images of {} x {} pixels, mode {}".format(*expected),
            f"{width} x {height}, mode L, in {path.name}",
            f"Train with --width {width} --height {height} --mode L.",
        )


def _find(folders: Sequence[Path], name: str) -> Path:
    candidates = [folder / f"{name}{end}" for folder in folders for end in ("", ".gz")]
    for path in candidates:
        if path.is_file():
            return path
    found = sorted(path.name for folder in folders for path in folder.glob("*-ubyte*"))
    raise DatasetError(
        f"{name} or {name}.gz in {' or '.join(map(str, folders))}",
        ", ".join(found) or "no idx file",
        "All four files (images and labels, train and t10k) are needed.",
    )


def read(path: Path, dimensions: int) -> NDArray[np.uint8]:
    """Read one idx file of unsigned bytes.

    Args:
        path: the file; gzipped when its name ends in ``.gz``.
        dimensions: 3 for images (count, rows, columns), 1 for labels.

    Raises:
        IdxError: another magic number, or not as many bytes as the header says.
    """
    data = _bytes(path)
    expected = bytes((0, 0, _UNSIGNED_BYTE, dimensions))
    if data[:4] != expected:
        raise IdxError(
            f"the magic number {expected.hex()} at the start of {path.name}",
            data[:4].hex() or "an empty file",
            "Check that it is the right file and was downloaded completely.",
        )
    return _elements(data, dimensions, path)


def _elements(data: bytes, dimensions: int, path: Path) -> NDArray[np.uint8]:
    header = 4 + 4 * dimensions
    shape = struct.unpack(f">{dimensions}I", data[4:header]) if len(data) >= header else ()
    if not shape or len(data) - header != prod(shape):
        raise IdxError(
            f"{prod(shape):,} bytes after the header of {path.name} (shape {list(shape)})",
            f"{max(0, len(data) - header):,}",
            "The file is incomplete: download it again.",
        )
    return np.frombuffer(data, np.uint8, offset=header).reshape(shape)


def _bytes(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix != ".gz":
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError) as error:
        raise IdxError(
            f"a gzip file at {path.name}",
            f"one that is not: {error}",
            "Download it again, or take .gz off its name.",
        ) from error


def write(path: Path, elements: NDArray[np.uint8]) -> None:
    """Write an idx file; gzipped, without name or time, when the name ends in ``.gz``."""
    header = bytes((0, 0, _UNSIGNED_BYTE, elements.ndim)) + struct.pack(f">{elements.ndim}I", *elements.shape)
    data = header + elements.tobytes()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
