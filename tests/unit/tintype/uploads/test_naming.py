from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.uploads.naming import result_key


def test_stable():
    """The name never changes: somebody waits for it under this very key."""
    assert result_key("uploads", "digits/seven.png", "v1", "e") == (
        "results/e95c83fff7b99b7c02b24b60e6d52e8a22ec2b587541d87273ea43921c0e8c88/v1.json"
    )


def test_differs():
    """Another bucket, key or version has another name."""
    names = {
        result_key("uploads", "a", "1", "e"),
        result_key("others", "a", "1", "e"),
        result_key("uploads", "b", "1", "e"),
        result_key("uploads", "a", "2", "e"),
    }
    assert len(names) == 4


@pytest.mark.parametrize("version_id", ["", "null"])
def test_unversioned(version_id):
    """Without versions the ETag tells one upload from the next, with or without its quotes."""
    assert result_key("uploads", "a", version_id, '"abc"').endswith("/abc.json")
    assert result_key("uploads", "a", version_id, '"abc"') == result_key("uploads", "a", version_id, "abc")


@given(st.text(), st.text(max_size=200))
def test_any_key(bucket, key):
    """Whatever the upload is called, its result's name is short and of plain characters."""
    assert re.fullmatch(r"results/[0-9a-f]{64}/v1\.json", result_key(bucket, key, "v1", "e"))
