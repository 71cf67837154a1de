"""Where a block's results lie: a name that follows from all that they follow from, so that a second run finds them.

Names sort as the last keys of their blocks do. So what answers a key lies behind the key's own place in a listing, also
where blocks were cut elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tintype.batches.events import Block
    from tintype.manifest import Manifest

    Part = tuple[Manifest, float]
    """What answers, and its share of the images."""

SUMMARY = "summary.json"
_DIGITS = 16  # of what answers, in hexadecimal: few different ones share a folder
_MOST_SORTED = 150  # bytes of a key, each two characters of the 1,024 that a name may have


def folder(block: Block, parts: Sequence[Part]) -> str:
    """Return ``<prefix>blocks/<16 hexadecimal digits>/``.

    One for each bucket, model version, file and ``top``; where several versions share the label, for each division.
    """
    models = [[part.name, part.version, part.digest, share] for part, share in parts]
    said = [block.bucket, models, block.asked.top]
    return f"{block.out_prefix}blocks/{fingerprint(said)[:_DIGITS]}/"


def block_key(block: Block, parts: Sequence[Part]) -> str:
    """Return ``<folder><place of the last key>.<SHA-256>.jsonl``; the digest is that of the keys with their ETags."""
    items = [[item.key, item.etag] for item in block.items]
    last = max((item.key for item in block.items), key=str.encode, default="")
    return f"{folder(block, parts)}{place(last)}.{fingerprint(items)}.jsonl"


def place(key: str) -> str:
    """Return text that sorts as keys do in S3: by their bytes in UTF-8, here in hexadecimal, of the first ones."""
    return key.encode()[:_MOST_SORTED].hex()
