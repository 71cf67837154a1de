from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.slow  # TensorFlow takes seconds to import


@pytest.fixture
def network():
    """Return a function that makes a small network with random weights, which ends in the given layers."""
    import keras  # noqa: PLC0415 -- takes seconds to import

    def make(*last):
        keras.utils.set_random_seed(3)
        image = x = keras.Input((12, 10, 3), name="image")
        for layer in (keras.layers.Conv2D(8, 3, activation="relu", name="places"), *last):
            x = layer(x)
        return keras.Model(image, x)

    return make


def _tails(layers):
    pooling, dropout, dense = layers.GlobalAveragePooling2D, layers.Dropout, layers.Dense
    return {
        "softmax": ([pooling(), dense(5, activation="softmax")], True),
        "logits": ([pooling(), dropout(0.5), dense(5)], True),
        "softmax after": ([pooling(keepdims=True), layers.Flatten(), dense(5), layers.Softmax()], True),
        "activation after": ([pooling(), dense(5), layers.Activation("softmax")], True),
        "no pooling": ([layers.Flatten(), dense(5, activation="softmax")], False),
        "largest": ([layers.GlobalMaxPooling2D(), dense(5)], False),
        "two layers": ([pooling(), dense(8, activation="relu"), dense(5)], False),
        "another activation": ([pooling(), dense(5, activation="sigmoid")], False),
        "a softmax between": ([pooling(), layers.Softmax(), dense(5)], False),
    }


NAMES = ("softmax", "logits", "softmax after", "activation after")
OTHERS = ("no pooling", "largest", "two layers", "another activation", "a softmax between")


@pytest.mark.parametrize("name", [*NAMES, *OTHERS])
def test_which_networks(network, name):
    """Networks that end in the mean over all places and one dense layer have a map, others have none."""
    from keras import layers  # noqa: PLC0415 -- takes seconds to import

    from training.mapping import of_tail  # noqa: PLC0415 -- TensorFlow

    last, mapped = _tails(layers)[name]
    assert (of_tail(network(*last)) is not None) is mapped


def test_equals_grad_cam(network):
    """The map is Grad-CAM by TensorFlow's own gradients, times the number of places."""
    import keras  # noqa: PLC0415 -- takes seconds to import
    import tensorflow as tf  # noqa: PLC0415

    from training.mapping import of_tail  # noqa: PLC0415 -- TensorFlow

    model = network(keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(5))
    places = keras.Model(model.inputs[0], model.get_layer("places").output)
    function = of_tail(model)
    for image in np.random.default_rng(4).random((5, 1, 12, 10, 3), np.float32):
        output = places(image)
        with tf.GradientTape() as tape:
            tape.watch(output)
            score = model.layers[-1](tf.reduce_mean(output, (1, 2)))[0, 2]
        by = tf.reduce_mean(tape.gradient(score, output), (1, 2), keepdims=True)
        wanted = tf.nn.relu(tf.reduce_sum(by * output, -1)) * (10 * 8)
        np.testing.assert_allclose(function(tf.constant(image), tf.constant([2])), wanted, rtol=1e-4, atol=1e-6)
