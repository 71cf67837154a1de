from __future__ import annotations

import pytest
from PIL import Image

from training.errors import DatasetError
from training.photographs.collection import LARGEST, gather, load, photographs, write


def test_list():
    """Each photograph has one place, and none that is learnt from is measured on."""
    found = photographs()
    assert {each.split for each in found} == {"train", "test"}
    assert len({each.name for each in found}) == len({each.sha256 for each in found}) == len(found)


def test_reduced(tmp_path):
    """A photograph is turned upright and reduced to the longest side that is used."""
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    Image.new("RGB", (4000, 1000)).save(tmp_path / "wide.jpg", exif=exif)
    write(tmp_path / "wide.jpg", tmp_path / "made" / "wide.png")
    with Image.open(tmp_path / "made" / "wide.png") as made:
        assert made.size == (LARGEST // 4, LARGEST)


def test_own(tmp_path):
    """Of one's own photographs every fifth is kept apart to be measured on."""
    for index in range(10):
        Image.new("RGB", (8, 8), (index, 0, 0)).save(tmp_path / f"{index}.jpg")
    gather(tmp_path, tmp_path / "set")
    assert (len(load(tmp_path / "set", "train")), len(load(tmp_path / "set", "test"))) == (8, 2)


def test_too_few(tmp_path):
    """Fewer than five photographs are refused, with the endings that are looked for."""
    with pytest.raises(DatasetError, match=r"received 0 in .* \.webp"):
        gather(tmp_path, tmp_path / "set")


def test_nothing(tmp_path):
    """An empty folder is refused with the command that fills it."""
    with pytest.raises(DatasetError, match=r"python -m training\.photographs"):
        load(tmp_path, "train")
