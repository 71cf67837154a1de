from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.published import TOP_RIGHT, release
from tintype.http.etag import entity_tag, matches

TAG = entity_tag("body")


@pytest.mark.parametrize("header", ["*", " * ", TAG, f"W/{TAG}", f'"other", {TAG}', f'"a,b",W/{TAG} ,"c"'])
def test_match(header):
    """A tag is found alone, in a list, behind W/, and by the star."""
    assert matches(header, TAG)


@pytest.mark.parametrize("header", ["", '"other"', TAG.strip('"'), f"w/{TAG}", f"x{TAG}", '"*"'])
def test_no_match(header):
    """What is not the tag is not found."""
    assert not matches(header, TAG)


@given(st.text(max_size=20), st.text(max_size=20))
def test_strong(one, other):
    """Two bodies have one tag only if they are the same."""
    assert (entity_tag(one) == entity_tag(other)) == (one == other)


@given(st.text('"W/*, ab', max_size=30))
def test_any_field(header):
    """Any value of the field is compared, and matches by the star alone."""
    assert matches(header, TAG) == (header.strip() == "*")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_conditional(bucket, ask, method):
    """What a caller has already is answered 304 without a body; what has changed since is sent."""
    release(bucket, "quadrants")
    path = "/v1/models/quadrants/metadata"
    tag = ask(method, path).headers["ETag"]
    status, headers, document = ask(method, path, headers={"If-None-Match": tag})
    assert (status, document, headers["ETag"]) == (304, None, tag)
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert ask(method, path, headers={"if-none-match": '"older"'}).status == 200


def test_predictions_have_none(bucket, ask):
    """Predictions and errors have no tag, for they are not to be kept."""
    release(bucket, "quadrants")
    for answered in (ask("POST", "/v1/models/quadrants:predict", TOP_RIGHT), ask("GET", "/v1/models/none")):
        assert "ETag" not in answered.headers
        assert answered.headers["Cache-Control"] == "no-store"
    assert ask("POST", "/v1/models/quadrants:predict", TOP_RIGHT, headers={"If-None-Match": "*"}).status == 200


def test_request_id(ask):
    """Every answer has the id that API Gateway gave the call, errors too."""
    assert ask("GET", "/health").headers["X-Request-Id"].startswith("request-")
    assert ask("GET", "/v1/nothing").headers["X-Request-Id"].startswith("request-")


def test_encoding_is_timed(bucket, ask):
    """Server-Timing ends with the time that writing the answer took."""
    release(bucket, "quadrants")
    timing = ask("POST", "/v1/models/quadrants:predict", TOP_RIGHT).headers["Server-Timing"]
    assert timing.split(", ")[-1].startswith("encode;dur=")
