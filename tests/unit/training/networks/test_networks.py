from __future__ import annotations

import numpy as np
import pytest

from training.networks import NAMES, build

pytestmark = pytest.mark.slow  # TensorFlow takes seconds to import


def test_seeds_parameters():
    """The seed CNN for MNIST has 121,930 parameters."""
    assert build("seed", (28, 28, 1), 10).count_params() == 121_930


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("shape", "classes"), [((28, 28, 1), 10), ((33, 47, 3), 2)])
def test_answers_are_probabilities(name, shape, classes):
    """Every network answers images of any size and mode with probabilities that sum to one."""
    answers = build(name, shape, classes)(np.random.default_rng(0).random((4, *shape), np.float32)).numpy()
    assert answers.shape == (4, classes)
    assert np.allclose(answers.sum(1), 1, atol=1e-6)
