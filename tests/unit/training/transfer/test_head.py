from __future__ import annotations

import numpy as np
import pytest

from tests.unit.training.transfer.stripes import scaled, stripes

pytestmark = pytest.mark.slow  # TensorFlow takes seconds to import


@pytest.fixture
def network(seen):
    """The layers at all places, and a layer on their means with random weights."""
    from training.transfer.features import pooled  # noqa: PLC0415 -- TensorFlow
    from training.transfer.head import head  # noqa: PLC0415 -- TensorFlow

    found = pooled(seen)(scaled(stripes(8, 2))).numpy().astype(np.float16)
    return seen, head(found, 2)


def test_scaled():
    """Over the training images every feature has the mean 0, and one that varies the deviation 1."""
    from training.transfer import head  # noqa: PLC0415 -- TensorFlow

    found = np.random.default_rng(1).normal(5, 20, (2500, 7)).astype(np.float16)
    learnt = head.head(found, 3)
    after = learnt.layers[1](found.astype(np.float32)).numpy()
    np.testing.assert_allclose(after.mean(0), 0, atol=1e-3)
    np.testing.assert_allclose(after.std(0), 1, atol=1e-3)


def test_map_adds_up(network):
    """The map's mean is what the image adds to the score, where nothing is cut off."""
    import tensorflow as tf  # noqa: PLC0415 -- takes seconds to import

    from training.transfer.features import pooled  # noqa: PLC0415 -- TensorFlow
    from training.transfer.head import cam  # noqa: PLC0415 -- TensorFlow

    seen, learnt = network
    kernel = np.abs(learnt.layers[-1].get_weights()[0])
    learnt.layers[-1].set_weights([kernel, np.zeros(2)])
    features = pooled(seen)(scaled(stripes(8, 2))).numpy()
    parts = features / np.sqrt(learnt.layers[1].moving_variance + learnt.layers[1].epsilon)
    for image, row in zip(scaled(stripes(8, 2)), parts, strict=True):
        heat = cam(seen, learnt)(tf.constant(image[None]), tf.constant([1]))
        assert float(tf.reduce_mean(heat)) == pytest.approx(float(row @ kernel[:, 1]), rel=0.05)


def test_equals_tensorflows_gradients(network):
    """The map is the sum of Grad-CAM's at each layer, times its number of places, by TensorFlow's own gradients."""
    import tensorflow as tf  # noqa: PLC0415 -- takes seconds to import

    from training.transfer.head import cam  # noqa: PLC0415 -- TensorFlow

    seen, learnt = network
    for image in scaled(stripes(4, 3)):
        outputs = seen(image[None])
        with tf.GradientTape() as tape:
            tape.watch(outputs)
            means = tf.concat([tf.reduce_mean(output, (1, 2)) for output in outputs], 1)
            score = (learnt.layers[1](means) @ learnt.layers[-1].kernel)[0, 0]
        maps = [
            tf.reduce_sum(tf.reduce_sum(by, (1, 2), keepdims=True) * output, -1, keepdims=True)
            for by, output in zip(tape.gradient(score, outputs), outputs, strict=True)
        ]
        wanted = tf.nn.relu(sum(tf.image.resize(each, (31, 31)) for each in maps))[..., 0]
        np.testing.assert_allclose(cam(seen, learnt)(image[None], tf.constant([0])), wanted, rtol=1e-3, atol=1e-5)
