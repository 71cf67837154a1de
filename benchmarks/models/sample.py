"""A model folder and one image for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Sample(NamedTuple):
    """What can be published and asked.

    Attributes:
        name: the model's.
        folder: as a training job leaves it.
        image: an encoded image.
        kind: its media type.
        label: the answer to it.
    """

    name: str
    folder: Path
    image: bytes
    kind: str
    label: str
