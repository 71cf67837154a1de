from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from training.segmentation import cutout, drawn


def test_list():
    """Outlines lie within their photographs, and nothing is learnt from the collection's."""
    learnt = {f"train/{name}.png" for name in cutout.BACKGROUNDS["train"]}
    for outline in drawn.outlines():
        assert len(outline.points) % 2 == 0
        assert min(outline.points) >= 0
        assert max(outline.points) <= 100
        assert outline.path not in learnt


def test_sample(tmp_path):
    """An outline in per cent lies where it was drawn, in a photograph that was reduced."""
    Image.new("L", (2000, 1000), 90).save(tmp_path / "wide.png")
    made = drawn.sample(tmp_path / "wide.png", [25, 0, 75, 0, 75, 50, 25, 50])
    assert (made.image.mode, made.image.size, made.mask.size) == ("RGB", (1024, 512), (1024, 512))
    inside = np.asarray(made.mask)
    assert inside.mean() == pytest.approx(0.25, abs=0.01)
    assert inside[10, 300] == 1
    assert inside[400, 300] == inside[10, 100] == 0
