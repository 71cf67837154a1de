"""From a trained network to the LiteRT file that is served: bytes of pixels in, bytes of probabilities out."""

from __future__ import annotations

from typing import Any

from training.conversion import of_bytes

INPUT, OUTPUT = "image", "probabilities"


def to_litert(model: Any) -> bytes:  # noqa: ANN401 -- keras has no types
    """Convert for one image at a time; weights are kept in float16, half of their size.

    Returns:
        The file: input ``image`` (1, side, side, channels), output ``probabilities`` (1, side, side, classes), of 255,
        both uint8.
    """
    return of_bytes(model, (1, *model.input_shape[1:]), (INPUT, OUTPUT), halves=True)
