"""What a caller may wish of the answer to one image, beside the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_TOP = 5
MOST_TOP = 1000
"""How many candidates a document lists, and the most that may be parameters for."""

JSON = "application/json"


class Parameters(NamedTuple):
    """The wishes.

    Attributes:
        top: how many candidates to list, where the task has candidates.
        media_type: one of ``tasks.media_types``; ``"application/json"`` is the document, with the file in base64
            where the task makes one.
        options: what the task itself offers, by name, as text.
    """

    top: int = DEFAULT_TOP
    media_type: str = JSON
    options: Mapping[str, str] = {}
