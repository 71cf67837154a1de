from __future__ import annotations

import json
from hashlib import sha256

import pytest

from tests.models.published import manifest
from tintype.errors import ManifestError
from tintype.manifest import FileEntry
from tintype.signing import statement

MANIFEST = manifest("quadrants")._replace(
    files={"report": FileEntry("22" * 32, 2), "model": FileEntry("11" * 32, 1)}, version=3
)
DOCUMENT = MANIFEST.to_json()
DIGEST = sha256(DOCUMENT).hexdigest()


def test_lists_every_file():
    """The statement lists the manifest and every file, sorted, and sums their digests up."""
    said = json.loads(statement.write(DOCUMENT))
    listed = {entry["name"]: entry["digest"] for entry in said["predicate"]["resources"]}
    assert listed == {"files/model": "11" * 32, "files/report": "22" * 32, "manifest.json": DIGEST}
    assert list(listed) == sorted(listed)
    root = sha256(bytes.fromhex("".join(listed.values()))).hexdigest()
    assert said["subject"] == [{"name": "quadrants@3", "digest": {"sha256": root}}]


def test_round_trip():
    """The manifest's digest is read again."""
    assert statement.read(statement.write(DOCUMENT)) == DIGEST


def test_no_manifest():
    """Only a manifest can be signed."""
    with pytest.raises(ManifestError):
        statement.write(b"{}")


def changed(change):
    said = json.loads(statement.write(DOCUMENT))
    change(said)
    return json.dumps(said).encode()


def without_manifest(said):
    del said["predicate"]["resources"][-1]


def twice(said):
    said["predicate"]["resources"] *= 2


def another_root(said):
    said["subject"][0]["digest"]["sha256"] = "00" * 32


def another_algorithm(said):
    said["predicate"]["resources"][-1]["algorithm"] = "blake3"


def in_shards(said):
    said["predicate"]["serialization"]["method"] = "shards"


def two_subjects(said):
    said["subject"] *= 2


def another_predicate(said):
    said["predicateType"] = "https://slsa.dev/provenance/v1"


def another_type(said):
    said["_type"] = "https://in-toto.io/Statement/v0.1"


def no_hexadecimal(said):
    said["predicate"]["resources"][0]["digest"] = "zz"


CHANGES = [
    without_manifest,
    twice,
    another_root,
    another_algorithm,
    in_shards,
    two_subjects,
    another_predicate,
    another_type,
    no_hexadecimal,
]


@pytest.mark.parametrize(
    "payload", [b"", b"[]", b"7", b"[" * 100_000, *(changed(change) for change in CHANGES)], ids=lambda p: str(p)[-40:]
)
def test_something_else(payload):
    """A statement of another kind, or one that contradicts itself, says nothing about a version."""
    with pytest.raises(ValueError, match=r"Model Signing 1\.0"):
        statement.read(payload)
