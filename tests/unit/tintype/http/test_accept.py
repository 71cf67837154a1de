from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.published import TOP_RIGHT, release
from tintype.errors import NotAcceptableError
from tintype.http.accept import accepted, negotiate

OFFERED = ("application/json", "image/png", "image/webp")


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("image/png", "image/png"),
        ("IMAGE/PNG", "image/png"),
        ("image/*", "image/png"),
        ("image/png;q=0.5, image/webp", "image/webp"),
        ("image/png;q=0.5,image/webp;q=0.7,*/*;q=0.1", "image/webp"),
        ("image/*, image/png;q=0", "image/webp"),
        ("*/*, application/json;q=0.2", "image/png"),
        ("application/json; charset=utf-8", "application/json"),
        ('text/html;x="a,image/png;q=1", image/webp', "image/webp"),
        ("text/html, image/png ; q=0.001", "image/png"),
        ("image/webp;q=2, image/png", "image/png"),
        ("nonsense", "application/json"),
        (", ,", "application/json"),
    ],
)
def test_chosen(header, chosen):
    """The best of what is offered is taken: by quality, the most specific range counting."""
    assert negotiate(header, OFFERED) == chosen


@pytest.mark.parametrize("header", ["text/html", "video/*", "*/*;q=0", "image/png;q=0", "application/*;q=0.0"])
def test_refused(header):
    """Where nothing that is offered is accepted, the error names all of it."""
    with pytest.raises(NotAcceptableError, match="application/json or image/png or image/webp"):
        negotiate(header, OFFERED)


@given(st.one_of(st.text(max_size=40), st.text('image/png*;q=01.,"\\ ', max_size=40)))
def test_any_header(header):
    """Any header either chooses something that is offered or is refused."""
    try:
        assert negotiate(header, OFFERED) in OFFERED
    except NotAcceptableError as error:
        assert error.status == 406  # noqa: PT017 -- one of two ways


@pytest.mark.parametrize(("header", "status"), [("image/png", 406), ("image/png, */*;q=0.1", 200), ("text/json", 406)])
def test_call(bucket, ask, header, status):
    """A classifier gives documents alone, and says so to a caller who accepts none."""
    release(bucket, "quadrants")
    answered = ask("POST", "/v1/models/quadrants:predict", TOP_RIGHT, headers={"Accept": header})
    assert answered.status == status
    assert status == 200 or "application/json" in answered.document["error"]


@pytest.mark.parametrize(
    ("header", "kinds"),
    [("", OFFERED), ("*/*", OFFERED), ("image/*, image/png;q=0", ("image/webp",)), ("text/html", ()), (";;", OFFERED)],
)
def test_accepted(header, kinds):
    """All that is accepted at all is found, in the order in which it is offered."""
    assert accepted(header, OFFERED) == kinds
