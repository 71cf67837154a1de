from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tintype.batches.events import Item
from tintype.batches.naming import block_key, place


def test_stable(ready, block):
    """The same block has the same name, below the prefix."""
    manifest = ready.model("quadrants").model.manifest
    names = {block_key(block(Item("a", "1"), Item("b", "2")), [(manifest, 1.0)]) for _ in range(2)}
    assert len(names) == 1
    assert re.fullmatch(rf"out/blocks/[0-9a-f]{{16}}/{b'b'.hex()}\.[0-9a-f]{{64}}\.jsonl", names.pop())


def test_different(ready, block):
    """Another image, another version of it, another model file, and another parameter give other names."""
    manifest = ready.model("quadrants").model.manifest
    plain = block(Item("a", "1"))
    others = [block(Item("b", "1")), block(Item("a", "2")), block(Item("a", "1"), top=1), plain._replace(bucket="x")]
    names = {block_key(each, [(manifest, 1.0)]) for each in (plain, *others)}
    changed = manifest._replace(files={"model": manifest.files["model"]._replace(sha256="0" * 64)})
    names |= {block_key(plain, [(each, 1.0)]) for each in (changed, manifest._replace(version=2))}
    assert len(names) == 7


def test_shares(ready, block):
    """Where versions share the label, each of them and its share count."""
    manifest, plain = ready.model("quadrants").model.manifest, block(Item("a", "1"))
    newer = manifest._replace(version=2)
    shared = [[(manifest, 1.0)], [(manifest, 0.9), (newer, 0.1)], [(manifest, 0.8), (newer, 0.2)]]
    assert len({block_key(plain, parts) for parts in shared}) == 3


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_sorted_as_keys(keys):
    """Places sort as keys do in S3, by their bytes in UTF-8; long ones that begin alike may share a place."""
    assert sorted(map(place, keys)) == [place(key) for key in sorted(keys, key=str.encode)]


def test_long_keys(ready, block):
    """The name of a block of the longest keys is short enough for S3, with a long prefix before it."""
    manifest = ready.model("quadrants").model.manifest
    assert len(block_key(block(Item("ü" * 512)), [(manifest, 1.0)])) < 1024 - 600
