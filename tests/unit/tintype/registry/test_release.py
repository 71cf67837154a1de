import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.errors import ManifestError
from tintype.manifest import FileEntry
from tintype.registry import Release

_VERSIONS = st.integers(1, 10**6)
_RELEASES = st.builds(
    Release,
    st.integers(1, 10**6),
    st.dictionaries(st.text(), st.dictionaries(_VERSIONS, st.floats(0, 1), max_size=3), max_size=3),
    st.dictionaries(_VERSIONS, st.builds(FileEntry, st.text(), st.integers(0)), max_size=3),
    st.text(),
    st.text(),
    st.text(),
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(_RELEASES)
def test_round_trip(release):
    """A release is read as it was written."""
    assert Release.from_json(release.to_json()) == release


@pytest.mark.parametrize(
    ("shares", "live"), [({7: 1.0}, 7), ({7: 0.9, 8: 0.1}, 7), ({7: 0.1, 8: 0.9}, 8), ({7: 0.5, 8: 0.5}, 8), ({}, None)]
)
def test_live(shares, live):
    """Live is the version with the largest share, of equal ones the newest."""
    assert Release(1, {"production": shares}, {}).live() == live


def test_other_alias():
    """Each alias has its own live version; an unknown one has none."""
    release = Release(1, {"production": {1: 1.0}, "canary": {2: 1.0}}, {})
    assert (release.live(), release.live("canary"), release.live("nobody")) == (1, 2, None)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff", b"{}", b'{"sequence": 1}'])
def test_no_release(data):
    """What is no release document is refused."""
    with pytest.raises(ManifestError, match="release"):
        Release.from_json(data)


@given(st.sampled_from(["sequence", "aliases", "models"]), _JSON)
def test_any_value(field, value):
    """Whatever stands in a field, the answer is a release or a ManifestError."""
    document = {"sequence": 1, "aliases": {}, "models": {}, field: value}
    try:
        Release.from_json(json.dumps(document).encode())
    except ManifestError:
        return
