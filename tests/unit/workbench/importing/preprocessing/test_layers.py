import numpy as np
import pytest

from workbench.importing.preprocessing.layers import guesses

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def layers():
    from keras import layers  # noqa: PLC0415 -- takes seconds to import

    return layers


def _normalization(layers, mean, variance):
    return layers.Normalization(mean=[mean] * 3, variance=[variance] * 3)


def test_rescaling(colours, layers):
    """A model that scales pixels itself is given them as they are."""
    [guess] = guesses(colours(layers.RandomFlip(), layers.Rescaling(1 / 127.5, -1)))
    assert (guess.scale, guess.offset) == ((1.0,), (0.0,))
    assert "rescaling" in guess.why


def test_arithmetic(colours):
    """Arithmetic before the first weights, such as that of preprocess_input, counts as scaling."""
    [guess] = guesses(colours(lambda image: image / 127.5 - 1))
    assert guess.scale == (1.0,)


@pytest.mark.parametrize(("mean", "variance", "scale"), [(120, 3600, 1.0), (0.48, 0.05, 1 / 255)])
def test_normalization(colours, layers, mean, variance, scale):
    """The moments that a model subtracts tell the range of its pixels."""
    [guess] = guesses(colours(_normalization(layers, mean, variance)))
    assert guess.scale == (scale,)


def test_normalization_of_something_else(colours, layers):
    """Moments around 0 tell nothing about pixels."""
    assert guesses(colours(_normalization(layers, 0.0, 1.0))) == ()


def test_nothing(colours):
    """A model that begins with a convolution and has an unknown name says nothing."""
    assert guesses(colours()) == ()


def test_inside_an_inner_model(colours, layers):
    """Scaling is found in a model inside of a model, too."""
    import keras  # noqa: PLC0415 -- takes seconds to import

    inner = colours(layers.Rescaling(1 / 255))
    image = keras.Input((8, 8, 3))
    assert guesses(keras.Model(image, inner(image)))[0].scale == (1.0,)


def test_family_of_an_inner_model(layers):
    """A classifier upon one of keras.applications' networks is prepared as that network is."""
    import keras  # noqa: PLC0415 -- takes seconds to import

    base = keras.applications.MobileNet((32, 32, 3), alpha=0.25, include_top=False, weights=None)
    model = keras.Sequential([keras.Input((32, 32, 3)), base, layers.GlobalAveragePooling2D(), layers.Dense(3)])
    [guess] = guesses(model)
    assert np.allclose((*guess.scale, *guess.offset), (1 / 127.5, -1))
    assert "mobilenet_0.25_32" in guess.why


def test_family_that_scales_itself():
    """MobileNetV3 has its scaling inside, unless it was built without."""
    import keras  # noqa: PLC0415 -- takes seconds to import

    build = keras.applications.MobileNetV3Small
    small = {"input_shape": (32, 32, 3), "weights": None, "classes": 3, "minimalistic": True, "alpha": 0.35}
    assert guesses(build(**small))[0].scale == (1.0,)
    assert guesses(build(**small, include_preprocessing=False))[0].scale == (1 / 127.5,)
