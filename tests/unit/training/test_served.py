from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from tintype.errors import ModelFileError
from training.errors import ParityError
from training.hyperparameters import Hyperparameters
from training.served import ServedModel, png

HOW = Hyperparameters().preprocessing


@pytest.mark.parametrize("channels", [1, 3])
def test_png_keeps_every_pixel(channels):
    """A test image is handed over without loss."""
    image = np.random.default_rng(0).integers(0, 256, (5, 7, channels), np.uint8)
    assert np.array_equal(np.asarray(Image.open(BytesIO(png(image)))).reshape(5, 7, channels), image)


def test_no_model():
    """Bytes that are no LiteRT model are refused."""
    with pytest.raises(ModelFileError):
        ServedModel(b"not a model at all", HOW)


@pytest.mark.slow
def test_truncated_model(job):
    """Half a model file is refused."""
    file = (job.model / "model.tflite").read_bytes()
    with pytest.raises(ModelFileError):
        ServedModel(file[: len(file) // 2], HOW)


@pytest.mark.slow
def test_another_input(job):
    """A model of another size than the preprocessing's is refused."""
    with pytest.raises(ParityError, match="Convert with this size"):
        ServedModel((job.model / "model.tflite").read_bytes(), HOW._replace(width=32))


@pytest.mark.slow
def test_damaged_weights_are_caught_by_parity(job, mnist):
    """A file whose weights were changed loads, and is then refused for its answers to real images."""
    import keras  # noqa: PLC0415 -- slow to import

    from training.evaluation import check_parity  # noqa: PLC0415
    from training.fit import normalise  # noqa: PLC0415

    images = mnist.test.images[:50]
    trained = keras.models.load_model(job.model / "model.keras").predict(normalise(images, HOW), verbose=0)
    file = bytearray((job.model / "model.tflite").read_bytes())
    check_parity(trained, ServedModel(bytes(file), HOW).answers(images))
    middle = len(file) // 2 // 4 * 4
    file[middle : middle + 4000] = np.full(1000, 0.5, "<f4").tobytes()
    with pytest.raises(ParityError, match="do not publish"):
        check_parity(trained, ServedModel(bytes(file), HOW).answers(images))
