import json

import pytest

from tintype.errors import ManifestError, VersionCollectedError
from tintype.manifest import Manifest
from tintype.registry import publish, read_manifest
from tintype.registry.reading import list_versions
from tintype.registry.tombstone import Tombstone, read_tombstone


def test_round_trip(bucket, make_draft):
    """A tombstone is read as it was written, and knows the manifest to the byte."""
    manifest = publish(bucket, make_draft(), {"model": b"1"})
    tombstone = Tombstone("digits", 1, "ada", "2026-11-01T12:00:00Z", "old", manifest.to_json().decode())
    assert Tombstone.from_json(tombstone.to_json()) == tombstone
    assert tombstone.read() == manifest


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"format": 2}', b'{"format": 2, "collected": {"name": "m"}}'])
def test_no_tombstone(data):
    """Anything else is none."""
    assert Tombstone.from_json(data) is None


def test_newer_tombstone():
    """A tombstone of a newer format is not taken for one of this."""
    document = json.loads(Tombstone("digits", 1, "", "", "", "").to_json()) | {"format": 3}
    assert Tombstone.from_json(json.dumps(document).encode()) is None


def test_reader(published, tombstone):
    """Who asks for a collected version is told since when it is gone, and its number stays taken."""
    tombstone(published, 10)
    with pytest.raises(VersionCollectedError) as caught:
        read_manifest(published, "digits", 10)
    assert caught.value.status == 410
    assert str(caught.value).startswith("Version 10 of 'digits' was collected on '2026-11-01T12:00:00Z'")
    assert list_versions(published, "digits") == list(range(1, 11))


def test_number_stays_taken(published, tombstone, make_draft):
    """The next version gets the next number, also when the last one was collected."""
    tombstone(published, 10)
    assert publish(published, make_draft(), {"model": b"new"}).version == 11


def test_not_a_version():
    """Nobody takes a tombstone for a whole version."""
    document = Tombstone("digits", 1, "", "", "", "").to_json()
    with pytest.raises(ManifestError):
        Manifest.from_json(document)


def test_read_tombstone(published, tombstone):
    """What is left of a version is read where it is gone, and nothing where it is whole or never was."""
    tombstone(published, 2)
    assert [read_tombstone(published, "digits", version) is None for version in (1, 2, 11)] == [True, False, True]
    assert read_tombstone(published, "digits", 2).read().version == 2
