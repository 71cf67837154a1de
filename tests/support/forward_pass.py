"""The seed CNN's forward pass in plain NumPy, as docs/mathematics.md explains it: for reading, not for speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float32]


def convolution(x: Array, weights: Array, bias: Array) -> Array:
    """Lay each filter over every place inside the image.

    Args:
        x: (height, width, channels).
        weights: (K, K, channels, filters).
        bias: (filters,).

    Returns:
        (height - K + 1, width - K + 1, filters).
    """
    size = len(weights)
    height, width = x.shape[0] - size + 1, x.shape[1] - size + 1
    y = np.zeros((height, width, weights.shape[3]), x.dtype)
    for u in range(size):
        for v in range(size):
            y += x[u : u + height, v : v + width] @ weights[u, v]
    return y + bias


def relu(x: Array) -> Array:
    """Return the same with zero for what is below it."""
    return np.maximum(x, 0)


def max_pooling(x: Array) -> Array:
    """Keep the largest of each 2 x 2 places: (height, width, channels) to half of both, rounded down."""
    height, width, channels = x.shape[0] // 2, x.shape[1] // 2, x.shape[2]
    return x[: 2 * height, : 2 * width].reshape(height, 2, width, 2, channels).max((1, 3))


def fully_connected(x: Array, weights: Array, bias: Array) -> Array:
    """Return a weighted sum for each output: (inputs,) with (inputs, outputs) to (outputs,)."""
    return x @ weights + bias


def softmax(scores: Array) -> Array:
    """Return probabilities: (labels,) to (labels,)."""
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def steps(image: Array, weights: Sequence[Array]) -> Iterator[Array]:
    """Yield what each layer gives, from the image itself to the probabilities: the rows of the page's table.

    Args:
        image: (28, 28, 1), 0 to 1.
        weights: of the four layers that have any, each layer's before its bias, as Keras's ``get_weights`` has them.
    """
    conv1, bias1, conv2, bias2, dense1, bias3, dense2, bias4 = weights
    yield image
    yield (x := relu(convolution(image, conv1, bias1)))
    yield (x := max_pooling(x))
    yield (x := relu(convolution(x, conv2, bias2)))
    yield (x := max_pooling(x))
    yield (x := x.reshape(-1))
    yield (x := relu(fully_connected(x, dense1, bias3)))
    yield softmax(fully_connected(x, dense2, bias4))
