"""Answers that earlier runs gave: in the block's own object, or in those of blocks that were cut elsewhere."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.batches import lines
from tintype.batches.naming import place
from tintype.errors import ObjectNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tintype.batches.events import Block, Item
    from tintype.s3 import Bucket

    Line = dict[str, Any]
    Known = dict[tuple[str, str], Line]
    """Lines by key and ETag."""

_MOST_OBJECTS = 10  # of other blocks; keys that are sorted need two, and what is not found is made
_PASSING = {"UploadGoneError", "UploadSupersededError", "UploadTooLargeError", "ImageTooLargeError", "InferenceError"}
"""Errors of a moment, or of the deployment's limits: an image that has one is tried again."""


class Standing(NamedTuple):
    """A block's own object: its lines, and its ETag, which is empty where there is none."""

    lines: list[Line]
    etag: str


def standing(results: Bucket, key: str) -> Standing:
    """Return what stands at ``key``."""
    try:
        found = results.get(key)
    except ObjectNotFoundError:
        return Standing([], "")
    return Standing(lines.decode(found.body), found.etag)


def named(item: Item) -> tuple[str, str]:
    """Return what an image is known by."""
    return item.key, item.etag


def kept(written: Iterable[Line]) -> Known:
    """Return the lines that hold for good."""
    return {
        (line["key"], line.get("etag", "")): line
        for line in written
        if line.get("error", {}).get("type") not in _PASSING
    }


def around(results: Bucket, block: Block, below: str) -> Known:
    """Return what objects of other blocks say of a block's images.

    Names sort as the blocks' last keys. So the ones to look at begin where the first key would stand, and end with the
    first block that begins behind the last key.

    Args:
        results: the bucket.
        block: which images are asked for.
        below: the folder of what answers them.
    """
    wanted = set(map(named, block.items))
    keys = sorted(item.key.encode() for item in block.items)
    found: Known = {}
    others = results.list(below, after=below + place(keys[0].decode()), page=_MOST_OBJECTS)
    for name in islice(others, _MOST_OBJECTS):
        written = standing(results, name).lines
        found |= {known: line for known, line in kept(written).items() if known in wanted}
        if len(found) == len(wanted) or min((line["key"].encode() for line in written), default=b"") > keys[-1]:
            break
    return found
