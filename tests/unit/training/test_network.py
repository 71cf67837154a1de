from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.slow  # TensorFlow takes seconds to import


@pytest.fixture(scope="module")
def network():
    from training.network import seed_cnn  # noqa: PLC0415

    return seed_cnn((28, 28, 1), 10, 0.001)


def test_parameters(network):
    """The seed CNN for MNIST has 121,930 parameters."""
    assert network.count_params() == 121_930


def test_answers_are_probabilities(network):
    """Each answer is ten probabilities that sum to one."""
    answers = network(np.random.default_rng(0).random((4, 28, 28, 1), np.float32)).numpy()
    assert answers.shape == (4, 10)
    assert np.allclose(answers.sum(1), 1, atol=1e-6)


def test_settings(network):
    """It is trained by Adam on sparse categorical cross-entropy."""
    assert type(network.optimizer).__name__ == "Adam"
    assert network.loss == "sparse_categorical_crossentropy"


def test_same_seed_same_weights(mnist):
    """The same data and seed give the same weights, bit by bit; another seed gives others."""
    from training.fit import fit  # noqa: PLC0415
    from training.hyperparameters import Hyperparameters  # noqa: PLC0415
    from training.progress import Lines  # noqa: PLC0415

    def weights(seed: int) -> bytes:
        model, _ = fit(mnist.train.first(256), Hyperparameters(epochs=2, batch_size=32, seed=seed), Lines())
        return b"".join(weight.tobytes() for weight in model.get_weights())

    assert weights(1) == weights(1) != weights(2)
