"""What the tasks' own options are.

A task overlooks those of others, whatever they say: here they are texts, and each description says what its task takes.
"""

from __future__ import annotations

from typing import Any


def _query(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "string"}}


OPTIONS = (
    _query("quality", "Of a picture in JPEG or WebP, or of the file that a compression model writes: 1 to 100."),
    _query("view", "Segmentation: what a picture shows: mask (without it), overlay or cutout."),
    _query(
        "format",
        "Segmentation: how a document writes a mask: COCO's run-length code, compressed (rle, without it) or as "
        "counts, or polygons.",
    ),
    _query(
        "tolerance",
        "Segmentation: how many pixels, 0 to 100, a corner that polygons leave out may lie beside the outline; 1 "
        "without it.",
    ),
)
