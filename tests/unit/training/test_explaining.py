from __future__ import annotations

from struct import pack

import numpy as np
import pytest
import tensorflow as tf

from tintype.runtimes import load
from tintype.tensor import Tensor
from training import explaining
from training.export import to_litert
from training.networks import INPUT, NAMES, build

SHAPE = (28, 28, 1)
LABEL = 3


@pytest.fixture(scope="module", params=NAMES)
def model(request):
    """A network with random weights and averages, so that nothing is zero by accident."""
    tf.keras.utils.set_random_seed(1)
    made = build(request.param, SHAPE, 10)
    rng = np.random.default_rng(1)
    made.set_weights([weight + rng.uniform(0.01, 0.05, weight.shape) for weight in made.get_weights()])
    return made


@pytest.fixture(scope="module")
def network(model):
    return load("litert", bytearray(to_litert(model)))


@pytest.fixture(scope="module")
def images():
    return np.random.default_rng(2).random((20, 1, *SHAPE), np.float32)


def served(network, name, image):
    tensors = {
        INPUT: Tensor(INPUT, "float32", (1, *SHAPE), image.tobytes()),
        "label": Tensor("label", "int32", (1,), pack("<i", LABEL)),
    }
    heat = network.also(name).run(tensors)["heat"]
    return np.array(heat.flat()).reshape(heat.shape)


class Reference:
    """The same by TensorFlow's own gradients, from the last places and the scores before the softmax."""

    def __init__(self, model):
        places = [each for each in model.layers if len(each.output.shape) == 4]
        found = places[2] if model.name == "seed_cnn" else places[-1]  # before the last pooling; the last of all
        self.parts = tf.keras.Model(model.inputs, [found.output, model.layers[-2].output])
        self.kernel, self.bias = model.layers[-1].get_weights()

    def scores(self, images):
        """Return the features at the last places, and the scores."""
        features, last = self.parts(images, training=False)
        return features, last @ self.kernel + self.bias

    def explain(self, image):
        """Return Grad-CAM."""
        with tf.GradientTape() as tape:
            tape.watch(image)
            features, scores = self.scores(image)
            score = scores[:, LABEL]
        weights = tf.reduce_mean(tape.gradient(score, features), (1, 2), keepdims=True)
        return tf.nn.relu(tf.reduce_sum(weights * features, -1)).numpy()

    def gradients(self, image):
        """Return integrated gradients."""
        total = np.zeros_like(image)
        for step in range(explaining.STEPS):
            at = image * tf.constant((step + 0.5) / explaining.STEPS, tf.float32)
            with tf.GradientTape() as tape:
                tape.watch(at)
                score = self.scores(at)[1][:, LABEL]
            total += tape.gradient(score, at).numpy()
        return (image.numpy() * total / explaining.STEPS).sum(-1)


@pytest.mark.parametrize("name", ["explain", "gradients"])
def test_equals_tensorflow(name, model, network, images):
    """What the LiteRT file says is what TensorFlow's own gradients say, for every image."""
    reference = Reference(model)
    for image in images:
        expected, received = getattr(reference, name)(tf.constant(image)), served(network, name, image)
        assert received.shape == expected.shape
        assert np.corrcoef(received.ravel(), expected.ravel())[0, 1] > 0.99999
        assert np.abs(received - expected).max() <= 2e-3 * np.abs(expected).max()


def test_adds_up(model, network, images):
    """Integrated gradients add up to what the label's score has gained from black to the image."""
    _, both = Reference(model).scores(tf.constant(np.concatenate([images[0], np.zeros_like(images[0])])))
    gained = float(both[0, LABEL] - both[1, LABEL])
    assert served(network, "gradients", images[0]).sum() == pytest.approx(gained, rel=0.05)


def test_answers_as_before(model, network, images):
    """The file's answer is the network's, and the network itself is left as it was."""
    tensor = Tensor(INPUT, "float32", (1, *SHAPE), images[0].tobytes())
    received = network.run({INPUT: tensor})["probabilities"].flat()
    assert received == pytest.approx(model(images[0], training=False).numpy()[0].tolist(), abs=1e-5)
    assert sum(received) == pytest.approx(1, abs=1e-5)


def test_small():
    """The seed's explanations share its weights: the file grows by less than a fifth."""
    seed = build("seed", SHAPE, 10)
    assert len(to_litert(seed)) < 1.2 * len(to_litert(seed, explained=False))


def test_overlapping_pools():
    """A network whose pools overlap is refused by name, and not explained wrongly."""
    layers = tf.keras.layers
    made = tf.keras.Sequential([tf.keras.Input((8, 8, 1)), layers.MaxPooling2D(3, 2, name="lap"), layers.Flatten()])
    with pytest.raises(ValueError, match="to explain lap"):
        explaining.integrated_gradients(made)(tf.zeros((1, 8, 8, 1)), tf.constant([0]))
