from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.errors import RoutesError, UploadMetadataError, UploadRoutingError
from tintype.uploads.routing import Route, parse, route


def rules(*entries):
    return parse(json.dumps({"uploads": entries}).encode())


def routed(key, *entries, default="", **metadata):
    headers = {f"x-amz-meta-tintype-{name}": value for name, value in metadata.items()}
    return route(key, {"content-type": "image/png", **headers}, rules(*entries), default)


@pytest.mark.parametrize(
    ("prefix", "matching", "others"),
    [
        ("digits/**", ["digits/a", "digits/b/c.png", "digits/"], ["digits", "digit/a", "x/digits/a"]),
        ("digits/", ["digits/a", "digits/b/c.png"], ["digits", "digit/a"]),
        ("digits/*", ["digits/a"], ["digits/b/c"]),
        ("**/*.png", ["a/b.png", "a/b/c.png", "/.png"], ["b.png", "a/b.jpg", "a/bxpng"]),
        ("a.png", ["a.png"], ["a.png.png", "xa.png", "a_png"]),
        ("**", ["", "a", "a/b\nc"], []),
        ("a[b]?/*", ["a[b]?/c"], ["ab/c"]),
    ],
)
def test_globs(prefix, matching, others):
    """Two stars are any characters, one star any but a slash, and everything else is itself."""
    (rule,) = rules({"prefix": prefix, "model": "m"})
    assert [key for key in (*matching, *others) if rule.keys.fullmatch(key)] == matching


@given(st.text(alphabet=st.characters(exclude_characters="*")))
def test_any_key_matches_itself(key):
    """A pattern without a star is the key itself, whatever it holds, or all keys below it."""
    (rule,) = rules({"prefix": key or "x", "model": "m"})
    assert rule.keys.fullmatch(key or "x")


def test_first_match():
    """The first rule that matches counts, with its version, label and number of candidates."""
    entries = (
        {"prefix": "a/b/**", "model": "one", "version": 3, "top": 2},
        {"prefix": "a/**", "model": "two", "label": "trial"},
    )
    assert routed("a/b/c", *entries) == Route("one", version=3, top=2, by_operator=True)
    assert routed("a/c", *entries) == Route("two", label="trial", by_operator=True)


def test_by_folder():
    """What no rule matches goes to the model that its first folder names, or to the default model."""
    assert routed("digits/a.png") == Route("digits")
    assert routed("digits/a.png", {"prefix": "other/**", "model": "m"}) == Route("digits")
    assert routed("a.png", default="digits") == Route("digits")
    for key in ("a.png", "/a.png"):
        with pytest.raises(UploadRoutingError):
            routed(key)


def test_callers_folder():
    """A caller's folder does not count; what only looks like one does."""
    caller = f"callers/{'0a' * 16}/"
    assert routed(caller + "digits/a.png") == Route("digits")
    assert routed(caller + "in/a", {"prefix": "in/*", "model": "m"}).model == "m"
    assert routed("callers/short/a.png") == Route("callers")
    with pytest.raises(UploadRoutingError):
        routed(caller + "a.png")


def test_metadata():
    """An object's metadata goes before the rules; another model's version and label do not count for it."""
    rule = {"prefix": "**", "model": "one", "version": 3, "label": "trial", "top": 2}
    assert routed("a/b", rule, model="two") == Route("two", top=2)
    assert routed("a/b", rule, model="one", top="9") == Route("one", 3, "trial", 9, by_operator=True)
    assert routed("a/b", rule, label="next") == Route("one", None, "next", 2)
    assert routed("a/b", rule, version="7") == Route("one", 7, "trial", 2)
    assert routed("a.png", model="two") == Route("two")
    assert routed("a/b", rule, sticky="user-42").sticky == "user-42"


@pytest.mark.parametrize("name", ["version", "top"])
@pytest.mark.parametrize("value", ["", "0", "-1", "1.5", "many", "٣", "9" * 20])
def test_malformed_metadata(name, value):
    """A number in the metadata that is none is the uploader's to mend."""
    with pytest.raises(UploadMetadataError, match=f"x-amz-meta-tintype-{name}"):
        routed("a/b", **{name: value})


_ENTRY = {"prefix": "**", "model": "m"}


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"no JSON",
        b"\xff",
        b"[]",
        b"{}",
        b'{"uploads": {}}',
        *(
            json.dumps({"uploads": [_ENTRY, entry]}).encode()
            for entry in (
                "text",
                {},
                {"prefix": "**"},
                {"model": "m"},
                _ENTRY | {"prefix": ""},
                _ENTRY | {"model": "No Name"},
                _ENTRY | {"label": 1},
                _ENTRY | {"version": "3"},
                _ENTRY | {"version": True},
                _ENTRY | {"top": 0},
                _ENTRY | {"top": 1001},
                _ENTRY | {"lable": "trial"},
            )
        ),
    ],
)
def test_malformed_document(document):
    """A routing document that does not say what it must is refused as a whole, with what was expected."""
    with pytest.raises(RoutesError, match=r"routes\.json cannot be followed: expected"):
        parse(document)


@given(
    st.binary()
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(
        lambda value: json.dumps({"uploads": value}).encode()
    )
)
def test_anything(document):
    """Whatever stands there, it is read or refused."""
    with suppress(RoutesError):
        parse(document)
