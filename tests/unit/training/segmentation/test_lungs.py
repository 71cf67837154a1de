from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from training.errors import DatasetError
from training.segmentation.lungs import load

MASKS, FILMS = "sofiimg/datasets/pneumonia_masks/test/NORMAL", "sofiimg/datasets/pneumonia/test/NORMAL"


def write(folder, name):
    for part, ending, value in ((MASKS, "png", 255), (FILMS, "jpeg", 90)):
        (folder / part).mkdir(parents=True, exist_ok=True)
        Image.new("L", (8, 8), value).save(folder / part / f"{name}.{ending}")


def test_load(tmp_path):
    """Each mask has its film; the same patient's films are one group, whatever else is in the name."""
    for name in ("IM-0616-0001", "NORMAL2-IM-0616-0001-0002", "IM-0007-0001"):
        write(tmp_path, name)
    samples = load(tmp_path)
    assert [(each.name, each.group) for each in samples] == [
        ("IM-0007-0001", "0007"),
        ("IM-0616-0001", "0616"),
        ("NORMAL2-IM-0616-0001-0002", "0616"),
    ]
    assert np.asarray(samples[0].mask).max() == 1
    assert np.abs(np.asarray(samples[0].image, int) - 90).max() <= 1


def test_no_masks(tmp_path):
    """A folder without masks says so."""
    with pytest.raises(DatasetError, match="Expected masks in"):
        load(tmp_path)


def test_other_names(tmp_path):
    """A name without the patient's number cannot be told apart from others, so it is refused."""
    write(tmp_path, "person1")
    with pytest.raises(DatasetError, match="received person1"):
        load(tmp_path)
