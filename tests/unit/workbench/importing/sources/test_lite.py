import numpy as np
import pytest

from tests.models.published import HERE
from workbench.importing.errors import InterfaceError, SourceError
from workbench.importing.options import Options
from workbench.importing.sources import load

OPTIONS = Options("any")


def test_answers():
    """A file answers as it was made to."""
    original = load(HERE / "colours.tflite", OPTIONS)
    image = np.random.default_rng(0).integers(0, 256, (1, 4, 4, 3), np.uint8)
    np.testing.assert_allclose(original.run(image), image.mean((0, 1, 2)) / 255, rtol=1e-5)
    assert (original.input, original.classes, original.quantum) == ((4, 4, 3, "uint8"), 3, None)


def test_any_number_of_images():
    """A file that takes any number of images is asked about one."""
    original = load(HERE / "quadrants.tflite", OPTIONS)
    image = np.zeros((1, 8, 8, 1), np.float32)
    image[0, :4, 4:] = 1
    assert original.run(image).tolist() == [0, 1, 0, 0]


def test_main_function():
    """Of several functions the one that is served answers."""
    original = load(HERE / "explained.tflite", OPTIONS)
    assert (original.classes, original.input) == (4, (8, 8, 1, "float32"))


def test_two_inputs():
    """A file of two inputs takes more than an image."""
    with pytest.raises(InterfaceError, match="one input, received 2"):
        load(HERE / "pair.tflite", OPTIONS)


def test_no_file(tmp_path):
    """Other bytes are refused."""
    (tmp_path / "m.tflite").write_bytes(b"nothing of that kind")
    with pytest.raises(SourceError, match="a LiteRT file"):
        load(tmp_path / "m.tflite", OPTIONS)
