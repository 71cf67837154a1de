from __future__ import annotations

import pytest

from training.errors import DatasetError
from training.photographs.fetching import checked, unpack


def test_no_debian(tmp_path, monkeypatch):
    """Without Debian's tools the way to use one's own photographs is named."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DatasetError, match="--from FOLDER"):
        unpack(["mate-backgrounds"], tmp_path)


def test_another_file(tmp_path):
    """A file that is not the one on the list is refused, and so is a missing one."""
    (tmp_path / "a.jpg").write_bytes(b"other")
    for name, received in (("a.jpg", "received d9298a10"), ("b.jpg", "received no file")):
        with pytest.raises(DatasetError, match=received):
            checked(tmp_path / name, "0" * 64)
