"""Documents as each format wrote them, kept as they were: what was written once is read for ever."""

import json
from pathlib import Path

import pytest

from tintype import manifest
from tintype.errors import FormatError
from tintype.manifest import FileEntry, Manifest
from tintype.registry import Release, annotating, keys, promote, read_manifest, read_release, release
from tintype.registry.annotating import Annotation
from tintype.registry.history import history
from tintype.registry.tombstone import Tombstone

_FORMATS = Path(__file__).parent / "formats"
_SEVEN = FileEntry("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", 4)
_EIGHT = FileEntry("60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752", 5)


def _document(name):
    return (_FORMATS / f"{name}.json").read_bytes()


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("release-2", Release.from_json),
        ("tombstone-2", Tombstone.from_json),
        ("annotation-1", Annotation.from_json),
    ],
)
def test_newest_formats(name, read):
    """What is written today is what these formats are, to the byte: another document needs another number."""
    document = _document(name)
    assert read(document).to_json() == document


def test_manifest_1():
    """A manifest of format 1 has no options, and its golden sample all values."""
    read = Manifest.from_json(_document("manifest-1"))
    assert (read.version, read.files, read.options, read.golden.every) == (7, {"model": _SEVEN}, {}, 1)
    assert Manifest.from_json(read.to_json()) == read
    assert json.loads(read.to_json())["format"] == manifest.FORMAT


def test_release_1():
    """A release of format 1 has its versions, shares and model files, no shadows and no past."""
    assert Release.from_json(_document("release-1")) == Release(
        sequence=12,
        aliases={"production": {7: 0.9, 8: 0.1}, "staging": {8: 1.0}},
        models={7: _SEVEN, 8: _EIGHT},
        who="ada",
        when="2026-11-01T12:00:00Z",
        why="bessere Siebenen",
    )


def test_registry_of_format_1(bucket):
    """A registry that format 1 has written is read, released on top of, and its history told as a whole."""
    bucket.put(keys.manifest("digits", 7), _document("manifest-1"))
    for key in (keys.history("digits", 12), keys.release("digits")):
        bucket.put(key, _document("release-1"))
    assert read_manifest(bucket, "digits", 7).files == {"model": _SEVEN}
    promote(bucket, "digits", 7)
    assert read_release(bucket, "digits")[0].aliases == {"production": {7: 1.0}, "staging": {8: 1.0}}
    assert [(each.sequence, each.action, each.before) for each in history(bucket, "digits")] == [
        (12, "promote", {}),
        (13, "promote", {7: 0.9, 8: 0.1}),
    ]


@pytest.mark.parametrize(
    ("newest", "name", "read"),
    [
        (manifest.FORMAT, "manifest-1", Manifest.from_json),
        (release.FORMAT, "release-2", Release.from_json),
        (annotating.FORMAT, "annotation-1", Annotation.from_json),
    ],
)
def test_newer_formats(newest, name, read):
    """An older Tintype refuses what a newer one has written, and says which it reads and what to do."""
    newer = json.dumps(json.loads(_document(name)) | {"format": newest + 1}).encode()
    with pytest.raises(FormatError, match=rf"expected {newest} or older, received {newest + 1}\. Deploy and install"):
        read(newer)
