"""A classifier of primary colours whose weights are set by hand, and images for it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tintype.images import Preprocessing
from workbench.importing.conversion.measuring import to_array
from workbench.importing.options import Options
from workbench.importing.sources.original import ImageInput, Original

if TYPE_CHECKING:
    from pathlib import Path

HOW = Preprocessing(8, 8, scale=(1 / 255,))
LABELS = ("red", "green", "blue")


def picture(colour: int, seed: int, side: int = 12) -> bytes:
    """Return a noisy PNG in which one primary colour is the strongest."""
    pixels = np.random.default_rng(seed).integers(0, 120, (side, side, 3), np.uint8)
    pixels[..., colour] += 100
    written = io.BytesIO()
    Image.fromarray(pixels).save(written, "PNG")
    return written.getvalue()


@pytest.fixture(scope="session")
def photographs(tmp_path_factory) -> Path:
    """Twenty images of each colour, as <label>/<number>.png."""
    root = tmp_path_factory.mktemp("photographs")
    for index, label in enumerate(LABELS):
        (root / label).mkdir()
        for number in range(20):
            (root / label / f"{number}.png").write_bytes(picture(index, 100 * index + number))
    return root


@pytest.fixture
def labels(tmp_path) -> Path:
    """The file of labels."""
    path = tmp_path / "labels.txt"
    path.write_text("\n".join(LABELS) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def colours():
    """Return a function that makes the classifier; ``inside`` are layers before its first weights."""
    import keras  # noqa: PLC0415 -- takes seconds to import
    from keras import layers  # noqa: PLC0415

    def make(*inside, shape=(8, 8, 3), activation="softmax", name="colours"):
        image = keras.Input(shape, name="picture")
        x = image
        for layer in inside:
            x = layer(x)
        convolution = layers.Conv2D(3, 1, use_bias=False)
        x = layers.GlobalAveragePooling2D()(convolution(x))
        dense = layers.Dense(3, activation=activation)
        model = keras.Model(image, dense(x), name=name)
        convolution.set_weights([np.eye(3, dtype=np.float32).reshape(1, 1, 3, 3)])
        dense.set_weights([10 * np.eye(3, dtype=np.float32), np.zeros(3, np.float32)])
        return model

    return make


@pytest.fixture
def options(labels) -> Options:
    """What the owner of the classifier says."""
    return Options(name="colours", labels=labels)


@pytest.fixture
def make_original():
    """Return a function that makes an original of which only what is described counts."""

    def make(channels=3, dtype="float32", **fields):
        taken = ImageInput(8, 8, channels, dtype)
        return Original("keras", taken, 3, lambda _: np.zeros(3, np.float32), b"", **fields)

    return make


@pytest.fixture(scope="session")
def options_of_session() -> Options:
    """What the owner of the classifier says, but for the labels."""
    return Options(name="colours")


@pytest.fixture(scope="session")
def arrays():
    """Inputs of the classifier of colours, 0 to 1."""
    return [to_array(picture(number % 3, number), HOW) for number in range(30)]


@pytest.fixture(scope="session")
def make_converter(options_of_session):
    """Return a function that makes a converter of a Keras model."""

    def make(model, *, softmax=False, options=options_of_session):
        from workbench.importing.conversion.converting import Converter  # noqa: PLC0415 -- imports TensorFlow
        from workbench.importing.sources.keras_file import wrap  # noqa: PLC0415 -- imports TensorFlow

        original = wrap(model, options)
        assert not isinstance(original.source, bytes)
        return original, Converter(original.source, original.input, softmax=softmax)

    return make


@pytest.fixture(scope="session")
def quantised(colours, arrays):
    """Return a function that makes a file that is quantised throughout, as others may bring one along."""
    import tensorflow as tf  # noqa: PLC0415 -- takes seconds to import

    def make(dtype, activation="softmax"):
        model = colours(activation=activation)

        class Module(tf.Module):
            def __init__(self):
                super().__init__()
                self.held = [weight.value for weight in model.weights]

            @tf.function(input_signature=[tf.TensorSpec((1, 8, 8, 3), tf.float32, name="picture")])
            def answer(self, picture):
                return {"colour": model(picture)}

        module = Module()
        converter = tf.lite.TFLiteConverter.from_concrete_functions([module.answer.get_concrete_function()], module)
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.representative_dataset = lambda: ([np.array(image)] for image in arrays)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = converter.inference_output_type = tf.as_dtype(dtype)
        return converter.convert()

    return make
