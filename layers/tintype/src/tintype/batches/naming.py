"""Where a block's results lie: a name that follows from all that they follow from, so that a second run finds them."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tintype.batches.events import Block
    from tintype.manifest import Manifest

SUMMARY = "summary.json"


def block_key(block: Block, manifest: Manifest) -> str:
    """Return ``<prefix>blocks/<SHA-256>.jsonl``.

    The digest is that of canonical JSON (sorted keys, no spaces) of the bucket, the keys with their ETags, and the
    model's name, version, file and ``top``.
    """
    said = {
        "bucket": block.bucket,
        "items": [[item.key, item.etag] for item in block.items],
        "model": [manifest.name, manifest.version, manifest.digest],
        "top": block.asked.top,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return f"{block.out_prefix}blocks/{sha256(text.encode()).hexdigest()}.jsonl"
