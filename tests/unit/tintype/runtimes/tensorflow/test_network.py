"""TensorFlow takes seconds to import: these tests are slow."""

from __future__ import annotations

import io
import subprocess
import sys
import warnings
import zipfile
from array import array

import pytest

from tintype import runtimes
from tintype.errors import InferenceError, ModelFileError, TensorError
from tintype.tensor import Tensor, TensorSpec

pytestmark = [
    pytest.mark.slow,
    # TensorFlow's variables do not know the copy keyword of NumPy 2 yet
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

BLACK, WHITE = -0.5772157, 0.4227843  # minus Euler's constant, and one more


@pytest.fixture(scope="module")
def models():
    """What makes models, imported when it is needed."""
    from tests.support import tensorflow_models  # noqa: PLC0415

    return tensorflow_models


def load(file):
    return runtimes.load("tensorflow", bytearray(file))


def image(*rows):
    return Tensor("image", "float32", (1, 8, 8, 1), array("f", [value for row in rows for value in row]).tobytes())


TOP_RIGHT = image(*[[0.0] * 4 + [1.0] * 4] * 4, *[[0.0] * 8] * 4)


@pytest.fixture(scope="module")
def digamma(models):
    """A network that LiteRT cannot run."""
    return load(models.digamma())


def test_hand_computed(digamma):
    """Three black quadrants and a white one give the digamma function of one and of two."""
    assert digamma.run({"image": TOP_RIGHT})["scores"].flat() == pytest.approx([BLACK, WHITE, BLACK, BLACK])


def test_litert_cannot_convert_it(models):
    """LiteRT's converter refuses this model: it needs TensorFlow."""
    tf, module = models.tf, models.Digamma()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([module.answer.get_concrete_function()], module)
    with pytest.raises(Exception, match="Digamma"):
        converter.convert()


def test_specs(digamma):
    """An open batch becomes 1."""
    assert digamma.inputs == (TensorSpec("image", "float32", (1, 8, 8, 1)),)
    assert digamma.outputs == (TensorSpec("scores", "float32", (1, 4)),)


def test_in_a_folder(models):
    """A SavedModel may lie in a folder of its archive, as zipping one makes it."""
    module = models.Digamma()
    assert load(models.saved_model(module, module.answer, "export/1/")).outputs[0].name == "scores"


def test_also(models, digamma):
    """Another signature of a SavedModel is there by its name, and none that it does not have."""
    tf, module = models.tf, models.tf.Module()
    spec = [tf.TensorSpec([None, 2], name="image")]
    module.answer = tf.function(lambda image: {"scores": image}, input_signature=spec)
    module.twice = tf.function(lambda image: {"heat": image * 2.0}, input_signature=spec)
    network = load(models.saved_model(module, module.answer, explain=module.twice))
    image = Tensor("image", "float32", (1, 2), array("f", [1, 2]).tobytes())
    assert network.also("explain").run({"image": image})["heat"].flat() == [2.0, 4.0]
    assert network.run({"image": image})["scores"].flat() == [1.0, 2.0]
    assert digamma.also("explain") is None


def test_two_inputs_and_outputs(models):
    """Inputs and outputs are told apart by name; whole numbers, halves and truth values go in and come out."""
    tf = models.tf

    class Mixed(tf.Module):
        @tf.function(
            input_signature=[tf.TensorSpec([1, 2], tf.bfloat16, "brain"), tf.TensorSpec([1, 2], tf.uint8, "small")]
        )
        def answer(self, brain, small):
            total = tf.cast(brain, tf.float16) + tf.cast(small, tf.float16)
            return {"sum": total, "brain": brain, "above": total > 2.0, "whole": tf.cast(small, tf.int64)}

    module = Mixed()
    found = load(models.saved_model(module, module.answer))
    brain = tf.constant([[1.5, -2.0]], tf.bfloat16).numpy().tobytes()
    answered = found.run(
        {"small": Tensor("small", "uint8", (1, 2), b"\x01\xff"), "brain": Tensor("brain", "bfloat16", (1, 2), brain)}
    )
    assert {name: tensor.flat() for name, tensor in answered.items()} == {
        "sum": [2.5, 253.0],
        "brain": [1.5, -2.0],
        "above": [1, 1],
        "whole": [1, 255],
    }
    assert answered["sum"].dtype == "float16"


def test_keras(models):
    """A .keras file runs by the names of its inputs and outputs, with its own weights, as it does not train."""
    keras = models.tf.keras
    inputs = keras.Input((8, 8, 1), name="image")
    pooled = keras.layers.Flatten()(keras.layers.AveragePooling2D(4)(inputs))
    outputs = keras.layers.Dense(4, kernel_initializer="identity", bias_initializer="ones", name="scores")(
        keras.layers.Dropout(0.9)(pooled)
    )
    network = load(models.keras_file(keras.Model(inputs, outputs)))
    assert network.inputs == (TensorSpec("image", "float32", (1, 8, 8, 1)),)
    assert network.run({"image": TOP_RIGHT})["scores"].flat() == pytest.approx([1.0, 2.0, 1.0, 1.0])


def test_keras_sequential(models):
    """The output of a Sequential model has its last layer's name."""
    keras = models.tf.keras
    layers = [keras.Input((2,), name="image"), keras.layers.Rescaling(2.0, name="doubled")]
    network = load(models.keras_file(keras.Sequential(layers)))
    given = Tensor(network.inputs[0].name, "float32", (1, 2), array("f", [1.0, 3.0]).tobytes())
    assert network.run({given.name: given})["doubled"].flat() == [2.0, 6.0]


def test_keras_with_two_inputs(models):
    """A .keras file with several inputs takes them by name, in whatever order."""
    keras = models.tf.keras
    left, right = keras.Input((1,), name="right"), keras.Input((1,), name="left")
    network = load(
        models.keras_file(keras.Model([left, right], keras.layers.Subtract(name="difference")([left, right])))
    )
    one, two = (
        Tensor(name, "float32", (1, 1), array("f", [value]).tobytes()) for name, value in (("left", 3), ("right", 1))
    )
    assert network.run({"left": one, "right": two})["difference"].flat() == [-2.0]


def test_keras_with_code_inside(models):
    """A .keras file that brings Python along is refused by Keras's safe mode, and the code does not run."""
    keras = models.tf.keras
    inputs = keras.Input((2,), name="image")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file = models.keras_file(keras.Model(inputs, keras.layers.Lambda(lambda x: x * 2)(inputs)))
    with pytest.raises(ModelFileError) as caught:
        load(file)
    assert "lambda" in caught.value.detail.lower()


@pytest.mark.parametrize("shape", [[None, None, 8, 1], [1, 8, 8, None]])
def test_open_sizes(models, shape):
    """A size that is open beside the batch is refused, with the shape."""
    tf, module = models.tf, models.tf.Module()
    module.answer = tf.function(lambda image: {"scores": image}, input_signature=[tf.TensorSpec(shape, name="image")])
    with pytest.raises(ModelFileError) as caught:
        load(models.saved_model(module, module.answer))
    assert "fixed sizes beside the batch" in caught.value.detail


def test_strings(models):
    """A tensor of strings is refused."""
    tf, module = models.tf, models.tf.Module()
    module.answer = tf.function(
        lambda image: {"scores": image}, input_signature=[tf.TensorSpec([1], tf.string, name="image")]
    )
    with pytest.raises(ModelFileError) as caught:
        load(models.saved_model(module, module.answer))
    assert "string" in caught.value.detail


def zipped(**members):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_dot_", "."), data)
    return written.getvalue()


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"TFL3 is no zip",
        zipped(readme="hello"),
        zipped(saved_model_dot_pb="no model"),
        zipped(config_dot_json="{}", metadata_dot_json="{}", **{"model.weights_dot_h5": ""}),
    ],
    ids=["nothing", "no zip", "another zip", "damaged SavedModel", "damaged Keras file"],
)
def test_no_model(file):
    """What is no model is an error of the version, and breaks nothing."""
    with pytest.raises(ModelFileError, match="The tensorflow runtime cannot load"):
        load(file)


def test_bomb(monkeypatch, models):
    """An archive that would unpack to more than the disk holds is refused before."""
    monkeypatch.setattr("tintype.runtimes.tensorflow.files._MOST", 100)
    with pytest.raises(ModelFileError) as caught:
        load(models.digamma())
    assert "at most 100 bytes" in caught.value.detail


def test_wrong_tensors(digamma):
    """A missing tensor, another shape and another dtype are the caller's to mend."""
    for given in (
        {},
        {"image": TOP_RIGHT._replace(shape=(1, 8, 8))},
        {"image": TOP_RIGHT._replace(dtype="float64")},
    ):
        with pytest.raises(TensorError, match="float32 of shape"):
            digamma.run(given)


def test_operator_fails(models):
    """An operator that fails on valid input is an error of the inference, with its reason for the logs."""
    tf, module = models.tf, models.tf.Module()

    def answer(image):
        with tf.control_dependencies([tf.debugging.assert_less(image, 1.0, "too bright")]):
            return {"scores": tf.identity(image)}

    module.answer = tf.function(answer, input_signature=[tf.TensorSpec([1], name="image")])
    network = load(models.saved_model(module, module.answer))
    with pytest.raises(InferenceError) as caught:
        network.run({"image": Tensor("image", "float32", (1,), array("f", [2]).tobytes())})
    assert "too bright" in caught.value.detail


def test_closed(models):
    """A closed network cannot run any more, and may be closed again."""
    network = load(models.digamma())
    network.close()
    network.close()
    with pytest.raises(InferenceError):
        network.run({"image": TOP_RIGHT})


def test_without_tensorflow():
    """Where TensorFlow is not installed, a version that needs it is refused with what to deploy."""
    script = (
        "import sys; sys.modules['tensorflow'] = None\n"
        "from tintype import runtimes\n"
        "try: runtimes.warm('tensorflow')\n"
        "except Exception as error: print(type(error).__name__, error.detail)"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said == "ModelFileError expected TensorFlow here: deploy template-tensorflow.yaml\n"
