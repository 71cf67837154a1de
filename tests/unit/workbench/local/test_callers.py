"""API keys of the local stack."""

import stat
from types import SimpleNamespace

import pytest

from workbench.local.callers import api_keys, key_names
from workbench.local.layout import Layout

API = SimpleNamespace(keys=(SimpleNamespace(name="First"), SimpleNamespace(name="Second")))


def test_names():
    """The template's keys come first, further callers after them, each once."""
    assert key_names(API, ["x", "First"]) == ["First", "Second", "x"]


def test_one_at_least():
    """A template that names no key has one all the same."""
    assert key_names(SimpleNamespace(keys=()), ["x"]) == ["local", "x"]
    assert key_names(None) == ["local"]


def test_values_are_kept(tmp_path):
    """Each id has a key of its own, the same one after a restart, which only the user can read."""
    layout = Layout(tmp_path)
    made = api_keys(layout, ["a", "b"])
    assert made["a"] != made["b"]
    assert api_keys(layout, ["b", "a"]) == made
    assert {stat.S_IMODE(path.stat().st_mode) for path in layout.api_keys.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["", "../x", "a b", "ü"])
def test_odd_name(tmp_path, name):
    """A name that could lead out of the folder is refused."""
    with pytest.raises(ValueError, match="as a caller's name"):
        api_keys(Layout(tmp_path), [name])
