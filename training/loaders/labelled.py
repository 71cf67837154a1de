"""Encoded images by label, from whatever held them, to the parts of a data set.

Each image is decoded and brought to size by the code that serves it later, so the two cannot differ.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from tintype.errors import ImageError
from tintype.images import decode, to_tensor
from training.dataset import Dataset, Images, Split
from training.errors import LabelledImagesError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tintype.images import Preprocessing

TEST_SHARE = 0.2


class Item(Protocol):
    """An encoded image, such as a ``Path``; its text says where it is."""

    def read_bytes(self) -> bytes:
        """Return the file's bytes."""


Labelled = dict[str, list[Item]]
"""The label's name -> its images."""


class Parts(NamedTuple):
    """What a source holds; an empty part is none."""

    train: Labelled
    test: Labelled
    validation: Labelled


def to_split(parts: Parts, preprocessing: Preprocessing) -> Split:
    """Decode everything; without a test part, a fifth of each label's training images is for testing.

    Raises:
        LabelledImagesError: fewer than two labels, the parts' labels differ, or an image does not decode.
    """
    train, test, validation = parts
    if not test:
        train, test = _by_content(train)
    names = tuple(sorted(train))
    for name, part in (("test", test), ("validation", validation)):
        if part and set(part) != set(names):
            raise LabelledImagesError(
                f"the labels {', '.join(names)} in the {name} images too",
                ", ".join(sorted(part)),
                "Add what is missing.",
            )
    return Split(
        _dataset(train, names, preprocessing),
        _dataset(test, names, preprocessing),
        _dataset(validation, names, preprocessing) if validation else None,
    )


def _by_content(files: Mapping[str, Sequence[Item]]) -> tuple[Labelled, Labelled]:
    train: Labelled = {}
    test: Labelled = {}
    for name, items in files.items():
        if len(items) < 2:  # noqa: PLR2004 -- one to learn from, one to test with
            raise LabelledImagesError("two images or more for every label", f"{len(items)} for {name!r}", "Add some.")
        # By content: renaming or adding other files moves no image from one part to the other.
        ordered = sorted(items, key=lambda item: hashlib.sha256(item.read_bytes()).digest())
        count = max(1, round(TEST_SHARE * len(ordered)))
        test[name], train[name] = ordered[:count], ordered[count:]
    return train, test


def _dataset(files: Labelled, names: tuple[str, ...], preprocessing: Preprocessing) -> Dataset:
    pairs = [(item, label) for label, name in enumerate(names) for item in files[name]]
    images = np.stack([_pixels(item, preprocessing) for item, _ in pairs])
    return Dataset(images, np.array([label for _, label in pairs], np.int64), names)


def _pixels(item: Item, preprocessing: Preprocessing) -> Images:
    try:
        picture = decode(item.read_bytes(), at_least=(preprocessing.width, preprocessing.height))
    except ImageError as error:
        raise LabelledImagesError(
            f"an image at {item}", f"a file that does not decode: {error}", "Remove it."
        ) from error
    values = to_tensor(picture.image, preprocessing._replace(dtype="uint8", scale=(1.0,), offset=(0.0,)))
    return np.frombuffer(values, np.uint8).reshape(preprocessing.shape[1:])
