from __future__ import annotations

import pytest

from training import known
from training.errors import DatasetError


def test_mnist_is_here():
    """MNIST is found in the repository, and its labels are numbers."""
    assert known.find("mnist") == (str(known.MNIST), {})


def test_fashion(tmp_path, monkeypatch):
    """Fashion-MNIST is found where Debian's package puts it, with its ten names in their order."""
    monkeypatch.setitem(known.KNOWN, "fashion", known.KNOWN["fashion"]._replace(folder=tmp_path))
    folder, settings = known.find("fashion")
    assert folder == str(tmp_path)
    names = settings["class_names"].split(",")
    assert names[::9] == ["T-shirt/top", "Ankle boot"]
    assert len(names) == 10


def test_missing(tmp_path, monkeypatch):
    """Where it is not installed, the package is named."""
    monkeypatch.setitem(known.KNOWN, "fashion", known.KNOWN["fashion"]._replace(folder=tmp_path / "none"))
    with pytest.raises(DatasetError, match="Debian package dataset-fashion-mnist"):
        known.find("fashion")


@pytest.mark.parametrize("where", ["photos", "s3://bucket/prefix"])
def test_anything_else_is_a_place(where):
    """A folder or an S3 prefix stays what it is."""
    assert known.find(where) == (where, {})
