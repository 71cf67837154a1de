import numpy as np
import pytest

from workbench.importing.errors import InterfaceError, SourceError, UnknownError
from workbench.importing.options import Size
from workbench.importing.sources import load

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def keras():
    import keras  # noqa: PLC0415 -- takes seconds to import

    return keras


@pytest.fixture
def save(tmp_path):
    """Return a function that saves a model and returns its path."""

    def saving(model, name="model.keras"):
        model.save(tmp_path / name)
        return tmp_path / name

    return saving


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_answers(colours, save, options):
    """A saved model answers as the one that was saved."""
    model = colours()
    original = load(save(model), options)
    image = np.random.default_rng(0).random((1, 8, 8, 3), np.float32)
    np.testing.assert_allclose(original.run(image), model(image).numpy()[0], atol=1e-6)
    assert (original.kind, original.classes, original.input) == ("keras", 3, (8, 8, 3, "float32"))


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_sequential(keras, save, options):
    """A Sequential model, which has no names for its outputs, is read like any other."""
    layers = [keras.Input((8, 8, 3)), keras.layers.Flatten(), keras.layers.Dense(3, "softmax")]
    model = keras.Sequential(layers)
    original = load(save(model), options)
    image = np.random.default_rng(0).random((1, 8, 8, 3), np.float32)
    np.testing.assert_allclose(original.run(image), model(image).numpy()[0], atol=1e-6)
    assert original.classes == 3


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_code_is_not_run(keras, colours, save, options):
    """A file with a Lambda layer carries code, and is refused before any of it runs."""
    path = save(colours(keras.layers.Lambda(lambda image: image / 255, output_shape=(8, 8, 3))))
    with pytest.raises(SourceError, match="carries code"):
        load(path, options)


def test_damaged(tmp_path, options):
    """A damaged file is refused."""
    (tmp_path / "model.keras").write_bytes(b"PK\x03\x04 and nothing else")
    with pytest.raises(SourceError):
        load(tmp_path / "model.keras", options)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_two_inputs(keras, save, options):
    """A model of two inputs takes more than an image."""
    first, second = keras.Input((8, 8, 3)), keras.Input((8, 8, 3))
    with pytest.raises(InterfaceError, match="one input, received 2"):
        load(save(keras.Model([first, second], first + second)), options)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_two_outputs(keras, colours, save, options):
    """Of several outputs the owner names the one with the scores."""
    model = colours()
    both = keras.Model(model.input, {"colour": model.output, "mean": keras.ops.mean(model.input, (1, 2))})
    path = save(both)
    with pytest.raises(UnknownError, match=r"--scores to name one of the outputs"):
        load(path, options)
    name = next(name for name in both.output_names if "colour" in name or "dense" in name)
    image = np.random.default_rng(0).random((1, 8, 8, 3), np.float32)
    scores = load(path, options._replace(scores=name)).run(image)
    np.testing.assert_allclose(scores, model(image).numpy()[0], atol=1e-6)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_any_size(colours, save, options):
    """A model that takes any size asks for one, and one that does not takes no other."""
    path = save(colours(shape=(None, None, 3)))
    with pytest.raises(UnknownError, match="--size"):
        load(path, options)
    assert load(path, options._replace(size=Size(12, 10))).input == (10, 12, 3, "float32")
    with pytest.raises(InterfaceError, match="own size 8x8"):
        load(save(colours()), options._replace(size=Size(12, 10)))


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize(("shape", "outputs"), [((3, 8, 8), 3), ((8, 8, 4), 3)])
def test_another_layout(keras, save, options, shape, outputs):
    """Channels first, and four of them, cannot be served."""
    image = keras.Input(shape)
    model = keras.Model(image, keras.layers.Dense(outputs)(keras.layers.Flatten()(image)))
    with pytest.raises(InterfaceError, match="channels last"):
        load(save(model), options)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_no_classifier(keras, save, options):
    """A model that gives an image is no classifier."""
    image = keras.Input((8, 8, 3))
    with pytest.raises(InterfaceError, match="classes"):
        load(save(keras.Model(image, keras.layers.Conv2D(3, 1)(image))), options)
