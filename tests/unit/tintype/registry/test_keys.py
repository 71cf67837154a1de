import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.errors import PublishError
from tintype.registry import keys


@pytest.mark.parametrize("name", ["digits", "a", "0", "fashion-mnist_v1.2", "x" * 63])
def test_names(name):
    """Lower-case letters, digits, dots, dashes and underscores make a name."""
    assert keys.is_name(name)
    assert keys.check_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "Digits", "-a", ".a", "_a", "a/b", "a b", "a\n", "x" * 64, "ä", "a:predict", "..", "a%2fb", "٣"]
)
def test_no_names(name):
    """Anything else is none, and the refusal says what is expected and shows it."""
    assert not keys.is_name(name)
    with pytest.raises(PublishError, match="Expected a model name") as caught:
        keys.check_name(name)
    assert repr(name) in str(caught.value)


@given(st.text())
def test_names_are_safe(name):
    """No name leads out of its folder or needs an escape in an address."""
    if keys.is_name(name):
        assert name.isascii()
        assert not set(name) & set("/:%?# \\")
        assert name not in (".", "..")


def test_keys():
    """Everything of a model lies in one folder, each kind in its own."""
    assert keys.blob("digits", "abc") == "models/digits/blobs/sha256/abc"
    assert keys.manifest("digits", 12) == "models/digits/versions/12/manifest.json"
    assert keys.versions("digits") == "models/digits/versions/"
    assert keys.release("digits") == "models/digits/release.json"
    assert keys.history("digits", 7) == "models/digits/releases/000007.json"


def test_history_is_in_order():
    """The keys of a history are listed in its order."""
    found = [keys.history("m", sequence) for sequence in (1, 9, 10, 99, 100, 123_456)]
    assert found == sorted(found)
