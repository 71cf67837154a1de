import numpy as np
import pytest

from workbench.importing.errors import SourceError, UnknownError
from workbench.importing.sources import load

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tf():
    import tensorflow as tf  # noqa: PLC0415 -- takes seconds to import

    return tf


@pytest.fixture(scope="module")
def exported(tf, tmp_path_factory):
    """A SavedModel with two signatures, and a function called ``serve`` beside them."""

    class Module(tf.Module):
        def __init__(self):
            super().__init__()
            self.weight = tf.Variable(np.eye(3, dtype=np.float32))

        @tf.function(input_signature=[tf.TensorSpec([None, 8, 8, 3], tf.float32, "image")])
        def serve(self, image):
            return {"scores": tf.reduce_mean(image, (1, 2)) @ self.weight}

        @tf.function(input_signature=[tf.TensorSpec([None, 8, 8, 3], tf.float32, "image")])
        def twice(self, image):
            return {"scores": 2 * tf.reduce_mean(image, (1, 2)) @ self.weight}

    folder = tmp_path_factory.mktemp("exported")
    module = Module()
    tf.saved_model.save(module, str(folder), {"once": module.serve, "twice": module.twice})
    return folder


def test_signature(exported, options):
    """Of several signatures the owner names one, and that one answers."""
    with pytest.raises(UnknownError, match="--signature to name one of the signatures once, twice"):
        load(exported, options)
    image = np.random.default_rng(0).random((1, 8, 8, 3), np.float32)
    original = load(exported, options._replace(signature="twice"))
    np.testing.assert_allclose(original.run(image), 2 * image.mean((0, 1, 2)), rtol=1e-5)
    assert original.classes == 3


def test_operators_that_touch_files(tf, tmp_path, options):
    """A graph that reads a file is refused before it is loaded."""

    class Reads(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec([1, 8, 8, 3], tf.float32, "image")])
        def answer(self, image):
            secret = tf.strings.length(tf.io.read_file("/etc/hostname"))
            return {"scores": tf.reduce_mean(image, (1, 2)) + tf.cast(secret, tf.float32)}

    module = Reads()
    tf.saved_model.save(module, str(tmp_path), module.answer)
    with pytest.raises(SourceError, match="ReadFile"):
        load(tmp_path, options)


def test_no_saved_model(tmp_path, options):
    """A folder without saved_model.pb, and a damaged one, are refused."""
    with pytest.raises(SourceError, match=r"saved_model\.pb"):
        load(tmp_path, options)
    (tmp_path / "saved_model.pb").write_bytes(b"\xff\xff\xff\xff")
    with pytest.raises(SourceError):
        load(tmp_path, options)
