"""`tintype diff`: in what two versions differ."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from workbench.commands.showing import flat
from workbench.printing import columns
from workbench.references import manifest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from tintype.s3 import Bucket
    from workbench.references import Reference

_PARTS = ("metrics", "labels", "preprocessing", "task", "runtime", "inputs", "outputs", "lineage", "files")
_ABSENT = object()


def compare(bucket: Bucket, first: Reference, second: Reference) -> dict[str, Any]:
    """Return both versions' names, and their ``differences``: part, name, and the value in the first and the second.

    What only one of them has is None in the other.

    Raises:
        ModelNotFoundError, VersionNotFoundError: one of them is not there.
    """
    one, other = (manifest_of(bucket, reference) for reference in (first, second))
    documents = [json.loads(manifest.to_json()) for manifest in (one, other)]
    names = [f"{manifest.name}@{manifest.version}" for manifest in (one, other)]
    differences = [found for part in _PARTS for found in _part(part, *(each.get(part) for each in documents))]
    return {"first": names[0], "second": names[1], "differences": differences}


def render(found: dict[str, Any]) -> RenderableType:
    """Return a table of :func:`compare`."""
    if not found["differences"]:
        return f"{found['first']} and {found['second']} differ in nothing but their numbers"
    table = columns("part", "name", found["first"], found["second"], "change", numbers=["change"])
    for each in found["differences"]:
        table.add_row(
            each["part"],
            each["name"],
            _shown(each["first"]),
            _shown(each["second"]),
            _change(each["first"], each["second"]),
        )
    return table


def _part(part: str, first: object, second: object) -> Iterator[dict[str, Any]]:
    if part == "labels" and isinstance(first, list) and isinstance(second, list):
        yield from _labels(first, second)
        return
    pairs = [dict(_leaves(value, "")) for value in (first, second)]
    for name in dict.fromkeys([*pairs[0], *pairs[1]]):
        values = [each.get(name, _ABSENT) for each in pairs]
        if values[0] != values[1]:
            one, other = (None if value is _ABSENT else value for value in values)
            yield {"part": part, "name": name, "first": one, "second": other}


def _labels(first: list[str], second: list[str]) -> Iterator[dict[str, Any]]:
    gone, new = ([name for name in a if name not in b] for a, b in ((first, second), (second, first)))
    if gone or new:
        yield {"part": "labels", "name": "names", "first": gone, "second": new}
    elif first != second:
        yield {"part": "labels", "name": "order", "first": first, "second": second}


def _leaves(value: object, name: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _leaves(item, f"{name}.{key}" if name else str(key))
    elif value is not None:
        yield name, value


def _shown(value: object) -> str:
    return "" if value is None else str(next(flat(value))[1])


def _change(first: object, second: object) -> str:
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in (first, second)):
        return ""
    return f"{second - first:+.6g}"  # type: ignore[operator]  # both are numbers
