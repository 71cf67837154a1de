"""The classes of a label image in the terms of COCO's annotations (https://cocodataset.org/#format-data)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.errors import MaskTooDetailedError
from tintype.masks import runs
from tintype.masks.labelling import areas, only
from tintype.tasks.options import chosen, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PIL.Image import Image

    from tintype.masks.outlines import Ring

MOST_NUMBERS = 500_000
"""How many run-lengths or coordinates a document holds: as text some megabytes."""

FORMATS = ("rle", "counts", "polygons")
USUAL_TOLERANCE, MOST_TOLERANCE = 1.0, 100.0


def segments(labels: Image, names: Sequence[str], options: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what is said of each class that is there, but for the background.

    Args:
        labels: the label image.
        names: the classes', first the background's.
        options: ``format``: ``"rle"`` (compressed), ``"counts"`` (run-lengths as numbers) or ``"polygons"``, whose
            ``tolerance`` is how many pixels, 0 to 100, a left out corner may lie beside the outline.

    Raises:
        OptionError: an option has no such value.
        MaskTooDetailedError: there would be more than ``MOST_NUMBERS``.
    """
    form = chosen(options, "format", FORMATS)
    tolerance = number(options, "tolerance", USUAL_TOLERANCE, MOST_TOLERANCE)
    sizes = areas(labels, len(names))
    left, made = MOST_NUMBERS, []
    for index, name in enumerate(names):
        if index and sizes[index]:
            mask = only(labels, index)
            said, numbers = _polygons(mask, tolerance, left) if form == "polygons" else _runs(mask, form, left)
            left -= numbers
            made.append({"category_id": index, "label": name, "area": sizes[index], "bbox": _box(mask), **said})
    return made


def _box(mask: Image) -> list[int]:
    left, top, right, bottom = mask.getbbox() or (0, 0, 0, 0)
    return [left, top, right - left, bottom - top]


def _runs(mask: Image, form: str, left: int) -> tuple[dict[str, Any], int]:
    lengths = runs.counts(mask)
    _check(len(lengths), left)
    said = lengths if form == "counts" else runs.compressed(lengths)
    return {"segmentation": {"size": [mask.height, mask.width], "counts": said}}, len(lengths)


def _polygons(mask: Image, tolerance: float, left: int) -> tuple[dict[str, Any], int]:
    from tintype.masks.outlines import trace
    from tintype.masks.simplifying import simplified

    _check(len(runs.counts(mask)), MOST_NUMBERS)  # before time is spent on what is no outline but noise
    outer, holes = (_flat([simplified(ring, tolerance) for ring in rings]) for rings in trace(mask))
    numbers = sum(map(len, outer)) + sum(map(len, holes))
    _check(numbers, left)
    return {"segmentation": outer, "holes": holes}, numbers


def _flat(rings: list[Ring]) -> list[list[int]]:
    return [[value for point in ring for value in point] for ring in rings if len(ring) > 2]  # noqa: PLR2004 -- a triangle


def _check(numbers: int, most: int) -> None:
    if numbers > most:
        raise MaskTooDetailedError(MOST_NUMBERS, MOST_NUMBERS - most + numbers)
