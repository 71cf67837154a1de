"""Folders of labelled images: ``<folder>/<label>/<name>.png``, or the same below ``train/`` and ``test/``.

Each image is decoded and brought to size by the code that serves it later, so the two cannot differ.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from tintype.errors import ImageError
from tintype.images import decode, to_tensor
from training.dataset import Dataset, Images, Split
from training.errors import ImageFolderError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tintype.images import Preprocessing

ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff")
TEST_SHARE = 0.2
_LAYOUT = "<folder>/<label>/<image>.png, or the same below train/ and test/"

Files = dict[str, list["Path"]]  # the label's name -> its images


def load(folders: Sequence[Path], preprocessing: Preprocessing) -> Split:
    """Load labelled images; a folder without a test part is split the same way every time.

    Args:
        folders: one folder, or two: the training images and the test images.
        preprocessing: the size and mode that each image is brought to.

    Raises:
        ImageFolderError: no images, a label without any, or a file that does not decode.
    """
    train, test = _parts(folders)
    names = tuple(sorted(train))
    if set(test) != set(names):
        raise ImageFolderError(
            f"the labels {', '.join(names)} in the test images too",
            ", ".join(sorted(test)),
            "Add what is missing.",
        )
    return Split(_dataset(train, names, preprocessing), _dataset(test, names, preprocessing))


def _parts(folders: Sequence[Path]) -> tuple[Files, Files]:
    root, *rest = folders
    if rest:
        return _labelled(root), _labelled(rest[0])
    if (root / "train").is_dir() and (root / "test").is_dir():
        return _labelled(root / "train"), _labelled(root / "test")
    return _split(_labelled(root))


def _labelled(folder: Path) -> Files:
    labels = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    files = {label.name: _images_in(label) for label in labels}
    if len(files) < 2:  # noqa: PLR2004 -- one label is nothing to tell apart
        raise ImageFolderError(f"{_LAYOUT}, with two labels or more", f"{len(files)} in {folder}", "Sort the images.")
    empty = [name for name, paths in files.items() if not paths]
    if empty:
        raise ImageFolderError(
            f"images ({', '.join(ENDINGS)}) for every label",
            f"none in {folder / empty[0]}",
            "Add some, or remove it.",
        )
    return files


def _images_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS)


def _split(files: Files) -> tuple[Files, Files]:
    train: Files = {}
    test: Files = {}
    for name, paths in files.items():
        if len(paths) < 2:  # noqa: PLR2004 -- one to learn from, one to test with
            raise ImageFolderError("two images or more for every label", f"{len(paths)} for {name!r}", "Add some.")
        # By content: renaming or adding other files moves no image from one part to the other.
        ordered = sorted(paths, key=lambda path: hashlib.sha256(path.read_bytes()).digest())
        count = max(1, round(TEST_SHARE * len(ordered)))
        test[name], train[name] = ordered[:count], ordered[count:]
    return train, test


def _dataset(files: Files, names: tuple[str, ...], preprocessing: Preprocessing) -> Dataset:
    pairs = [(path, label) for label, name in enumerate(names) for path in files[name]]
    images = np.stack([_pixels(path, preprocessing) for path, _ in pairs])
    return Dataset(images, np.array([label for _, label in pairs], np.int64), names)


def _pixels(path: Path, preprocessing: Preprocessing) -> Images:
    try:
        picture = decode(path.read_bytes(), at_least=(preprocessing.width, preprocessing.height))
    except ImageError as error:
        raise ImageFolderError(f"an image at {path}", f"a file that does not decode: {error}", "Remove it.") from error
    values = to_tensor(picture.image, preprocessing._replace(dtype="uint8", scale=(1.0,), offset=(0.0,)))
    return np.frombuffer(values, np.uint8).reshape(preprocessing.shape[1:])
