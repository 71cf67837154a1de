from __future__ import annotations

import numpy as np

from tests.unit.training.segmentation.material import MATERIAL, meadow, square
from training.photographs.collection import photographs
from training.segmentation import cutout
from training.segmentation.samples import Data
from training.segmentation.stamps import Subject


def test_backgrounds():
    """Backgrounds are the collection's, on the side of the split where it has them."""
    splits = {each.name: each.split for each in photographs()}
    for split, names in cutout.BACKGROUNDS.items():
        assert {splits[name] for name in names} == {split}


def test_batches():
    """Scenes of several shapes come as squares, always the same of a seed."""
    images, masks = next(cutout.batches(MATERIAL, 48, 6, 0))
    assert (images.shape, images.dtype) == ((6, 48, 48, 3), np.float32)
    assert (masks.shape, masks.dtype) == ((6, 48, 48), np.uint8)
    assert images.min() >= 0
    assert images.max() <= 1
    assert masks.any()
    assert np.array_equal(images, next(cutout.batches(MATERIAL, 48, 6, 0))[0])


def test_scenes():
    """Each held-out subject is alone in some scenes of different shapes; its kind is the group."""
    subjects = [Subject("red", "squares", square()), Subject("green", "squares", square((0, 255, 0)))]
    made = cutout.scenes(subjects, [meadow()])
    assert len({each.name for each in made}) == len(made) == 10
    assert {each.group for each in made} == {"squares"}
    assert len({each.image.size for each in made}) > 1
    assert all(np.asarray(each.mask).any() for each in made)


def test_data(tmp_path, monkeypatch):
    """Cut-outs and photographs that are there already make scenes to learn from, and others to be measured on."""
    for split, names in cutout.BACKGROUNDS.items():
        (tmp_path / split).mkdir()
        for name in names:
            meadow().save(tmp_path / split / f"{name}.png")
    found = {"train": [Subject("red", "a", square())] * 3, "test": [Subject("green", "b", square((0, 255, 0)))]}
    monkeypatch.setattr(cutout, "PHOTOGRAPHS", tmp_path)
    monkeypatch.setattr(cutout.collection, "fetch", lambda *_: None)
    monkeypatch.setattr(cutout.stamps, "fetch", lambda *_: found)
    monkeypatch.setattr(cutout.drawn, "load", lambda _: [])
    data = cutout.data(32, 4, 0)
    assert isinstance(data, Data)
    assert data.images == 3
    assert {each.group for each in data.test} == {"b"}
    assert next(data.batches)[0].shape == (4, 32, 32, 3)
    assert len(data.digest) == 64
