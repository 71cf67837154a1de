import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.errors import RequestError, TensorError
from tintype.http.oip.binary import elements, joined, split


@given(st.lists(st.binary(max_size=50), max_size=5))
def test_round_trip(strings):
    """Byte strings come back as they went."""
    assert elements(memoryview(joined(strings)), "x") == strings


@given(st.binary(max_size=40))
def test_any_bytes(data):
    """Any bytes are either elements that make the same bytes again, or refused."""
    try:
        found = elements(memoryview(data), "x")
    except TensorError:
        return
    assert joined(found) == data


@given(st.binary(max_size=20), st.integers(-5, 30))
def test_split(body, length):
    """The JSON and the rest make up the body, or the length is refused."""
    if not 0 <= length <= len(body):
        with pytest.raises(RequestError):
            split(body, str(length))
        return
    head, rest = split(body, str(length))
    assert (len(head), head + rest) == (length, body)
