from __future__ import annotations

import sys

import pytest

from tintype.errors import ModelFileError
from tintype.runtimes.litert import library


@pytest.fixture
def _unloaded():
    library.library.cache_clear()
    yield
    library.library.cache_clear()


@pytest.mark.usefixtures("_unloaded")
def test_missing_package(monkeypatch, tmp_path):
    """Without the package, loading names the package that is missing, in the detail alone."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(ModelFileError) as caught:
        library.library()
    assert "ai-edge-litert" in caught.value.detail
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.usefixtures("_unloaded")
def test_library_of_another_machine(monkeypatch, tmp_path):
    """A library that this machine cannot load is an error of the model, not a crash."""
    (tmp_path / "ai_edge_litert").mkdir()
    (tmp_path / "ai_edge_litert" / "libLiteRt.so").write_bytes(b"\x7fELF, but for something else")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(ModelFileError, match="cannot load the model file") as caught:
        library.library()
    assert "for this machine" in caught.value.detail


def test_refused_call():
    """A status other than 0 becomes an error that names the function and what the status means."""
    with pytest.raises(library.LiteRtError, match=r"LiteRtCreateModelFromBuffer: invalid argument \(status 1\)"):
        library.create("LiteRtCreateModelFromBuffer", library.environment(), None, 0)
