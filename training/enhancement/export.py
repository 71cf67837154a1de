"""From a trained network to the LiteRT file that is served: bytes of a tile in, bytes of the better tile out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from training.conversion import of_bytes

if TYPE_CHECKING:
    from training.enhancement.kinds import Kind

INPUT, OUTPUT = "tile", "better"


def to_litert(model: Any, kind: Kind) -> bytes:  # noqa: ANN401 -- keras has no types
    """Convert for one tile at a time.

    Returns:
        The file: input ``tile`` (1, tile, tile, channels), output ``better`` (the same times the scale), both uint8.
    """
    channels = 3 if kind.mode == "RGB" else 1
    return of_bytes(model, (1, kind.tile, kind.tile, channels), (INPUT, OUTPUT))
