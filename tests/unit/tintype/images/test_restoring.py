from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tintype.images import Preprocessing, to_tensor
from tintype.images.restoring import restored


def seen(image, how):
    """Return the network's input as a plane, and what comes back of it."""
    plane = Image.frombytes("L", (how.width, how.height), to_tensor(image, how))
    return np.asarray(restored(plane, how, image.size, 0), int)


def picture(width, height):
    """Return a soft picture, so that bringing it to size and back changes little."""
    return Image.linear_gradient("L").rotate(30, fillcolor=90).crop((60, 60, 200, 200)).resize((width, height))


@pytest.mark.parametrize("size", [(96, 96), (150, 90), (90, 150), (33, 71), (64, 64), (400, 300)])
@pytest.mark.parametrize("resize", ["stretch", "fit", "crop"])
def test_undone(size, resize):
    """What was brought to the network's size and back lies where it was."""
    image = picture(*size)
    how = Preprocessing(64, 64, "L", "uint8", resize=resize)
    made = seen(image, how)
    assert made.shape == size[::-1]
    x, y = size
    side = min(size)
    middle = np.s_[(y - side) // 2 : (y + side) // 2, (x - side) // 2 : (x + side) // 2]
    inside = middle if resize == "crop" else np.s_[:, :]
    assert np.abs(made - np.asarray(image, int))[inside].mean() < 2


def test_cut_off():
    """What was cut off has the value of what is outside."""
    made = restored(Image.new("L", (8, 8), 200), Preprocessing(8, 8, "L", resize="crop"), (30, 10), 7)
    columns = np.asarray(made)[0]
    assert (columns[:10] == 7).all()
    assert (columns[10:20] == 200).all()
    assert (columns[20:] == 7).all()


def test_coarse_plane():
    """A plane that is coarser than the input is brought to the image all the same, without what was filled up."""
    plane = Image.new("L", (4, 4), 10)
    plane.paste(250, (0, 1, 4, 3))
    made = restored(plane, Preprocessing(64, 64, "L", resize="fit"), (200, 100), 0)
    assert made.size == (200, 100)
    assert made.getpixel((100, 50)) == 250
    assert np.asarray(made).min() == 250
