import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.errors import FormatError, ManifestError
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
    st.dictionaries(st.text(), _VERSIONS, max_size=3),
    st.text(),
    st.text(),
    st.dictionaries(_VERSIONS, st.floats(0, 1), max_size=3),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.dictionaries(st.text(), st.text(), max_size=3),
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


def test_versions():
    """A release's versions are those that answer and those that are asked as shadows."""
    release = Release(1, {"production": {1: 0.9, 2: 0.1}, "staging": {1: 1.0}}, {}, shadows={"production": 3})
    assert release.versions() == {1, 2, 3}


@pytest.mark.parametrize(
    ("point", "version"), [(0.0, 7), (0.0999, 7), (0.1, 8), (0.5999, 8), (0.6, 12), (0.999_999_999_999, 12)]
)
def test_choose(point, version):
    """The versions lie side by side in rising order, each as wide as its share."""
    assert Release(1, {"production": {12: 0.4, 7: 0.1, 8: 0.5}}, {}).choose("production", point) == version


def test_choose_is_rounded():
    """Where the shares' sum is a little less than 1, the live version has the rest."""
    release = Release(1, {"production": {1: 0.6, 2: 0.399_999}}, {})
    assert release.choose("production", 0.999_999_9) == 1


def test_choose_without_the_alias():
    """Nothing answers for an alias that is not there."""
    assert Release(1, {"production": {1: 1.0}}, {}).choose("staging", 0.5) is None


@given(st.dictionaries(_VERSIONS, st.integers(1, 100), min_size=1, max_size=4), st.integers(1, 1000))
def test_shares_are_kept(weights, calls):
    """Of points spread evenly, each version has its share, give or take one."""
    total = sum(weights.values())
    release = Release(1, {"production": {version: weight / total for version, weight in weights.items()}}, {})
    chosen = [release.choose("production", number / calls) for number in range(calls)]
    for version, weight in weights.items():
        assert abs(chosen.count(version) - calls * weight / total) <= 1 + 1e-6


def test_older_format():
    """A release of format 1, which did not say so, is read as one without shadows and without a past."""
    document = {"sequence": 3, "aliases": {"production": {"7": 1.0}}, "models": {}, "who": "ada", "when": "", "why": ""}
    release = Release.from_json(json.dumps(document).encode())
    assert release == Release(3, {"production": {7: 1.0}}, {}, "ada")
    assert json.loads(release.to_json())["format"] == 2


@pytest.mark.parametrize("received", [3, 0, "2", None])
def test_newer_format(received):
    """A release of another format is refused, with what is to be done."""
    with pytest.raises(FormatError, match=r"expected 2 or older, received .* Deploy and install"):
        Release.from_json(json.dumps({"sequence": 1, "aliases": {}, "models": {}, "format": received}).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff", b"{}", b'{"sequence": 1}'])
def test_no_release(data):
    """What is no release document is refused."""
    with pytest.raises(ManifestError, match="release"):
        Release.from_json(data)


@given(
    st.sampled_from(
        ["sequence", "aliases", "models", "shadows", "before", "shadow_before", "restores", "notes", "format"]
    ),
    _JSON,
)
def test_any_value(field, value):
    """Whatever stands in a field, the answer is a release or a ManifestError."""
    document = {"sequence": 1, "aliases": {}, "models": {}, field: value}
    try:
        Release.from_json(json.dumps(document).encode())
    except ManifestError:
        return
