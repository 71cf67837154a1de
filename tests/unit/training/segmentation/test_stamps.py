from __future__ import annotations

import pytest
from PIL import Image

from tests.unit.training.segmentation.material import square
from training.errors import DatasetError
from training.segmentation import stamps


def test_list():
    """No kind of thing and no file is on both sides of the split; about every sixth is held out."""
    found = stamps.stamps()
    groups = {split: {each.group for each in found if each.split == split} for split in ("train", "test")}
    assert not groups["train"] & groups["test"]
    assert len({each.sha256 for each in found}) == len(found)
    assert 0.1 < sum(each.split == "test" for each in found) / len(found) < 0.25


def test_read(tmp_path):
    """A cut-out comes without its empty margins, also from a palette with a transparent colour."""
    wide = Image.new("RGBA", (100, 80))
    wide.paste(square(side=20), (30, 10))
    wide.save(tmp_path / "true.png")
    wide.quantize(4).save(tmp_path / "palette.png")
    for name in ("true", "palette"):
        made = stamps.read(tmp_path / f"{name}.png")
        assert (made.mode, made.size) == ("RGBA", (20, 20))


def test_another_package(tmp_path, monkeypatch):
    """A package that holds other files is refused."""
    monkeypatch.setattr(stamps, "unpack", lambda *_: None)
    with pytest.raises(DatasetError, match="received no file"):
        stamps.fetch(tmp_path)
