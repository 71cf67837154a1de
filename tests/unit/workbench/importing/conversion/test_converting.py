"""What the converter is known to lose or to refuse; each of these files would look right without being compared."""

import numpy as np
import pytest

from tintype.tensor import Tensor
from workbench.importing.conversion.candidate import Candidate
from workbench.importing.errors import NotConvertibleError
from workbench.importing.options import PRECISIONS, Size

pytestmark = pytest.mark.slow


def _difference(original, file, arrays, precision="float32"):
    candidate = Candidate(precision, file)
    try:
        return max(float(np.abs(candidate.run(image.tobytes()) - original.run(image)).max()) for image in arrays)
    finally:
        candidate.close()


@pytest.mark.parametrize(("precision", "tolerance"), [*zip(PRECISIONS, (1e-5, 5e-3, 0.05, 0.05), strict=True)])
def test_precisions(colours, make_converter, arrays, precision, tolerance):
    """Each precision takes and gives float32, and answers as the original does, within what it rounds away."""
    original, converter = make_converter(colours())
    file = converter.convert(precision, arrays)
    candidate = Candidate(precision, file)
    assert (candidate.input, candidate.output) == (("image", "float32", (1, 8, 8, 3)), ("scores", "float32", (1, 3)))
    candidate.close()
    assert _difference(original, file, arrays, precision) < tolerance


def _heat(file, image, label, precision="float32"):
    candidate = Candidate(precision, file)
    function = candidate.network.also("explain")
    assert function is not None
    tensors = {"image": Tensor("image", "float32", image.shape, image.tobytes())}
    tensors |= {"label": Tensor("label", "int32", (1,), np.int32(label).tobytes())}
    heat = np.array(function.run(tensors)["heat"].flat())
    candidate.close()
    return heat


@pytest.mark.parametrize(("precision", "tolerance"), [*zip(PRECISIONS, (1e-5, 0.02, 0.2, 0.2), strict=True)])
def test_explanation(colours, make_converter, arrays, precision, tolerance):
    """A network that ends in means carries its map in each precision: here the label's own colour, ten times."""
    _, converter = make_converter(colours())
    file = converter.convert(precision, arrays)
    for image in arrays[::9]:
        label = int(image.mean((0, 1, 2)).argmax())
        wanted = 10 * image[0, ..., label].ravel()
        assert np.abs(_heat(file, image, label, precision) - wanted).max() < tolerance * wanted.max()


def test_no_explanation(make_converter):
    """Another network carries none: occlusion explains it."""
    import keras  # noqa: PLC0415 -- takes seconds to import

    image = keras.Input((8, 8, 3))
    x = keras.layers.Dense(3, activation="softmax")(keras.layers.Flatten()(image))
    candidate = Candidate("float32", make_converter(keras.Model(image, x))[1].convert("float32"))
    assert candidate.network.also("explain") is None
    candidate.close()


def test_weights_are_in_the_file(make_converter, arrays):
    """The weights go along: the file is as large as they are, and answers as the model does."""
    import keras  # noqa: PLC0415 -- takes seconds to import

    keras.utils.set_random_seed(1)
    image = keras.Input((8, 8, 3))
    x = keras.layers.Dense(500, activation="relu")(keras.layers.Flatten()(image))
    original, converter = make_converter(keras.Model(image, keras.layers.Dense(3, activation="softmax")(x)))
    file = converter.convert("float32")
    assert len(file) > 4 * 192 * 500
    assert _difference(original, file, arrays) < 1e-5


def test_names_that_begin_with_an_underscore(colours, make_converter, arrays):
    """A layer's name that begins with an underscore does not matter."""
    import keras  # noqa: PLC0415 -- takes seconds to import

    layer = keras.layers.Conv2D(3, 1, name="_conv")
    original, converter = make_converter(colours(layer, name="_model"))
    assert _difference(original, converter.convert("float32"), arrays) < 1e-5


def test_upsampling_of_any_size(colours, make_converter, options_of_session, arrays):
    """A model of any size with UpSampling2D before a convolution converts, for its size is fixed before."""
    import keras  # noqa: PLC0415 -- takes seconds to import

    model = colours(keras.layers.UpSampling2D(), keras.layers.Conv2D(3, 3), shape=(None, None, 3))
    original, converter = make_converter(model, options=options_of_session._replace(size=Size(8, 8)))
    assert _difference(original, converter.convert("float32"), arrays) < 1e-5


def test_random_layers_rest(colours, make_converter, arrays):
    """Layers that augment or drop while training do nothing in the file."""
    import keras  # noqa: PLC0415 -- takes seconds to import

    model = colours(keras.layers.RandomFlip(), keras.layers.Dropout(0.9), keras.layers.BatchNormalization())
    original, converter = make_converter(model)
    assert _difference(original, converter.convert("float32"), arrays) < 1e-5


def test_logits(colours, make_converter, arrays):
    """Logits become probabilities where that is asked for."""
    _, converter = make_converter(colours(activation=None), softmax=True)
    probabilities, _ = make_converter(colours())
    assert _difference(probabilities, converter.convert("float32"), arrays) < 1e-5


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_operators_that_lite_rt_lacks(colours, make_converter):
    """A model that does what LiteRT's own operators cannot is refused, and the operator is named."""
    import keras  # noqa: PLC0415 -- takes seconds to import
    import tensorflow as tf  # noqa: PLC0415 -- takes seconds to import

    class Digamma(keras.layers.Layer):
        def call(self, image):
            return tf.math.digamma(image + 1.0)

    _, converter = make_converter(colours(Digamma()))
    with pytest.raises(NotConvertibleError, match="Digamma"):
        converter.convert("float32")
