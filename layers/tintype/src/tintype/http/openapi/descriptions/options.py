"""What the tasks' own options are; a task overlooks those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tintype.http.openapi.describing import Schema


def _query(name: str, description: str, schema: Schema) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


OPTIONS = (
    _query("quality", "Of a picture in JPEG or WebP.", {"type": "integer", "minimum": 1, "maximum": 100}),
    _query("view", "Segmentation: what a picture shows; without it the mask.", {"enum": ["mask", "overlay", "cutout"]}),
    _query(
        "format",
        "Segmentation: how a document writes a mask: COCO's run-length code, compressed (without it) or as counts, or "
        "polygons.",
        {"enum": ["rle", "counts", "polygons"]},
    ),
    _query(
        "tolerance",
        "Segmentation: how many pixels a corner that polygons leave out may lie beside the outline; 1 without it.",
        {"type": "integer", "minimum": 0, "maximum": 100},
    ),
)
