import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.errors import (
    ConflictError,
    FormatError,
    ManifestError,
    PublishError,
    ReleaseError,
    VersionCollectedError,
    VersionNotFoundError,
)
from tintype.registry import keys
from tintype.registry.annotating import Annotation, annotate, read_annotation


@given(st.builds(Annotation, st.lists(st.text()).map(tuple), st.text(), st.text(), st.text()))
def test_round_trip(annotation):
    """What is said of a version is read as it was written."""
    assert Annotation.from_json(annotation.to_json()) == annotation


def test_nothing_said(published):
    """A version of which nobody has said anything has no tags and no description."""
    assert read_annotation(published, "digits", 1) == Annotation()


def test_tags_come_and_go(published):
    """Tags are added and taken away; the description stays until another is given; the version stays as it is."""
    before = published.get(keys.manifest("digits", 1)).body
    annotate(published, "digits", 1, add=["best", "audited"], description="trained on all", who="ada")
    said = annotate(published, "digits", 1, add=["best", "old"], remove=["audited", "never-there"], who="bob")
    assert (said.tags, said.description, said.who) == (("best", "old"), "trained on all", "bob")
    assert read_annotation(published, "digits", 1) == said
    assert annotate(published, "digits", 1, description="").description == ""
    assert published.get(keys.manifest("digits", 1)).body == before


@pytest.mark.parametrize("tag", ["", "7", "Best", "a b"])
def test_no_tag(published, tag):
    """What could be taken for a version, or needs quotes, is no tag."""
    with pytest.raises(ReleaseError, match="Expected a tag such as 'best'"):
        annotate(published, "digits", 1, add=[tag])


@pytest.mark.parametrize("said", [{"add": [f"t{number}" for number in range(51)]}, {"description": "x" * 2001}])
def test_too_much(published, said):
    """More tags or a longer description than anybody reads are refused."""
    with pytest.raises(PublishError, match="at most 50 tags and a description of at most 2,000"):
        annotate(published, "digits", 1, **said)
    assert read_annotation(published, "digits", 1) == Annotation()


def test_no_version(published, tombstone):
    """Nothing is said of a version that does not exist, or no longer does."""
    tombstone(published, 2)
    with pytest.raises(VersionNotFoundError):
        annotate(published, "digits", 11, add=["best"])
    with pytest.raises(VersionCollectedError):
        annotate(published, "digits", 2, add=["best"])


def test_two_at_once(published, monkeypatch):
    """Of two who tag at the same time both tags stay."""
    put = published.put

    def be_late(*arguments, **options):
        monkeypatch.setattr(published, "put", put)
        annotate(published, "digits", 1, add=["theirs"])
        return put(*arguments, **options)

    monkeypatch.setattr(published, "put", be_late)
    assert annotate(published, "digits", 1, add=["ours"]).tags == ("ours", "theirs")


def test_always_too_late(published, monkeypatch):
    """Whom others forestall again and again gives up, and may try again."""
    monkeypatch.setattr("tintype.registry.annotating._read", lambda *_: (Annotation(), '"stale"'))
    published.put(keys.notes("digits", 1), Annotation().to_json())
    with pytest.raises(ConflictError):
        annotate(published, "digits", 1, add=["best"])


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"format": 1, "tags": 3}'])
def test_no_notes(data):
    """What is no document of notes is refused."""
    with pytest.raises(ManifestError, match="registry's annotation cannot be read"):
        Annotation.from_json(data)


def test_newer_format():
    """Notes of a newer format are refused rather than overwritten with less."""
    with pytest.raises(FormatError, match="annotation is of another format"):
        Annotation.from_json(json.dumps({"format": 2}).encode())
