"""Where a block's results lie: a name that follows from all that they follow from, so that a second run finds them."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tintype.batches.events import Block
    from tintype.manifest import Manifest

    Part = tuple[Manifest, float]
    """What answers, and its share of the images."""

SUMMARY = "summary.json"


def block_key(block: Block, parts: Sequence[Part]) -> str:
    """Return ``<prefix>blocks/<SHA-256>.jsonl``.

    The digest is that of canonical JSON (sorted keys, no spaces) of the bucket, the keys with their ETags, and the
    model's name, version, file and ``top``; where several versions share the label, of each of them and its share.
    """
    models = [[part.name, part.version, part.digest, share] for part, share in parts]
    said = {
        "bucket": block.bucket,
        "items": [[item.key, item.etag] for item in block.items],
        "model": models if len(models) > 1 else models[0][:3],
        "top": block.asked.top,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return f"{block.out_prefix}blocks/{sha256(text.encode()).hexdigest()}.jsonl"
