import io

import numpy as np
import pytest
from PIL import Image

from tests.unit.workbench.importing.conftest import picture
from tintype.images import Preprocessing, decode
from workbench.importing.golden import shrink


@pytest.mark.parametrize("mode", ["L", "RGB", "BGR"])
def test_shrink(mode):
    """A large photo becomes one of about the model's size that looks the same."""
    photo = io.BytesIO()
    Image.open(io.BytesIO(picture(1, 0, 20))).resize((400, 300)).save(photo, "PNG")
    small = decode(shrink(photo.getvalue(), Preprocessing(40, 40, mode))).image
    assert small.size == (53, 40)
    before = np.asarray(Image.open(photo).convert(small.mode), float).mean((0, 1))
    np.testing.assert_allclose(np.asarray(small, float).mean((0, 1)), before, atol=2)


def test_small_stays():
    """An image that is smaller than the model's input is not made larger."""
    assert decode(shrink(picture(0, 0, 12), Preprocessing(40, 40))).image.size == (12, 12)
