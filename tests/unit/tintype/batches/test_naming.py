from __future__ import annotations

import re

from tintype.batches.events import Item
from tintype.batches.naming import block_key


def test_stable(ready, block):
    """The same block has the same name, below the prefix."""
    manifest = ready.model("quadrants").model.manifest
    names = {block_key(block(Item("a", "1"), Item("b", "2")), manifest) for _ in range(2)}
    assert len(names) == 1
    assert re.fullmatch(r"out/blocks/[0-9a-f]{64}\.jsonl", names.pop())


def test_different(ready, block):
    """Another image, another version of it, another model file, and another parameter give other names."""
    manifest = ready.model("quadrants").model.manifest
    plain = block(Item("a", "1"))
    others = [block(Item("b", "1")), block(Item("a", "2")), block(Item("a", "1"), top=1), plain._replace(bucket="x")]
    names = {block_key(each, manifest) for each in (plain, *others)}
    names.add(block_key(plain, manifest._replace(files={"model": manifest.files["model"]._replace(sha256="0" * 64)})))
    names.add(block_key(plain, manifest._replace(version=2)))
    assert len(names) == 7
