"""What a task makes of an image."""

from __future__ import annotations

from typing import Any, NamedTuple


class Timings(NamedTuple):
    """Seconds that the steps took; ``render`` is the making of a file."""

    decode: float = 0.0
    run: float = 0.0
    render: float = 0.0


class Result(NamedTuple):
    """The document about one image, and the file where the task makes one.

    Attributes:
        document: without the model's name and version, which it does not depend on.
        timings: of its steps.
        body: the file's bytes; None where the document is all.
        media_type: the file's.
    """

    document: dict[str, Any]
    timings: Timings
    body: bytes | None = None
    media_type: str = ""
