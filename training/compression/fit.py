"""The estimators: small networks trained to foretell magnitudes in the fewest bits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import tensorflow as tf

from tintype.codec.estimator import BUCKETS, HIDDEN_MOST, HIDDEN_ONE, LARGEST, ONE, WEIGHT_ONE
from tintype.codec.neighbours import MOST
from tintype.codec.tables import LOG_ONE
from tintype.codec.transform import KINDS, SIDE
from training.compression.samples import MIDDLE_STEP, weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from training.compression.samples import Drawn

    Arrays = dict[str, NDArray[Any]]

_HIDDEN, _SECOND = 32, 16
_FEATURE_ONE = 32  # what 1 is in the features, while training
_KNOTS = (BUCKETS + 1) // 2
_BATCH = 16384


class _Net:
    """The estimator in floating point, and the probabilities of each symbol at ``_KNOTS`` values of it."""

    def __init__(self, features: int) -> None:
        self.first = _variable(features, _HIDDEN)
        self.place = tf.Variable(tf.zeros((SIDE**2 * len(KINDS), _HIDDEN)))
        self.slope = tf.Variable(tf.zeros((SIDE**2, _HIDDEN)))
        self.second, self.second_bias = _variable(_HIDDEN, _SECOND), tf.Variable(tf.zeros(_SECOND))
        self.third, self.third_bias = _variable(_SECOND, 1), tf.Variable([_KNOTS / 4])
        self.logits = tf.Variable(_geometric())
        self.variables = [value for value in vars(self).values() if isinstance(value, tf.Variable)]

    def bits(self, features: Any, column: Any, log_step: Any, symbols: Any) -> Any:  # noqa: ANN401 -- tensors
        """Return what each symbol costs."""
        value = self._value(features, column, log_step)
        below = tf.floor(value)
        at, part = tf.cast(below, tf.int32), (value - below)[:, None]
        known = tf.nn.log_softmax(self.logits)
        mixed = tf.nn.log_softmax(tf.gather(known, at) * (1 - part) + tf.gather(known, at + 1) * part)
        return -tf.gather(mixed, symbols, batch_dims=1) / np.log(2)

    def _value(self, features: Any, column: Any, log_step: Any) -> Any:  # noqa: ANN401 -- tensors
        slope = (tf.cast(log_step, tf.float32) / LOG_ONE - MIDDLE_STEP)[:, None]
        hidden = tf.cast(features, tf.float32) / _FEATURE_ONE @ self.first + tf.gather(self.place, column)
        hidden = _bounded(hidden + tf.gather(self.slope, column // len(KINDS)) * slope)
        hidden = _bounded(hidden @ self.second + self.second_bias)
        return tf.clip_by_value((hidden @ self.third + self.third_bias)[:, 0], 0, _KNOTS - 1.001)

    def whole(self) -> Arrays:
        """Return the weights as whole numbers, see ``tintype.codec.estimator``."""
        place = self.place - np.float32(MIDDLE_STEP) * np.repeat(self.slope, len(KINDS), axis=0)
        floats = {
            "first": self.first.numpy().T * (ONE / _FEATURE_ONE),
            "place": place.numpy().T * ONE,
            "slope": self.slope.numpy().T * ONE,
            "second": self.second.numpy().T * WEIGHT_ONE,
            "second_bias": self.second_bias.numpy()[:, None] * (HIDDEN_ONE * WEIGHT_ONE),
            "third": self.third.numpy().T * WEIGHT_ONE,
            # half a bucket more, for the estimator rounds down
            "third_bias": (self.third_bias.numpy()[:, None] + 0.25) * (HIDDEN_ONE * WEIGHT_ONE),
        }
        return {name: _rounded(value, LARGEST.get(name, 1 << 18)) for name, value in floats.items()}


def _bounded(x: Any) -> Any:  # noqa: ANN401 -- tensors
    return tf.clip_by_value(x, 0, HIDDEN_MOST)


def _variable(*shape: int) -> Any:  # noqa: ANN401 -- a tensor
    return tf.Variable(tf.random.normal(shape, stddev=shape[0] ** -0.5))


def _rounded(value: Any, most: int) -> NDArray[np.int32]:  # noqa: ANN401
    whole: NDArray[np.int32] = np.rint(np.clip(value, -most, most)).astype(np.int32)
    return whole


def _geometric() -> NDArray[np.float32]:
    """Return logits of geometric distributions, whose means rise from 1/32 to 25: (knots, symbols)."""
    mean = 2.0 ** ((np.arange(_KNOTS)[:, None] - _KNOTS // 2) / 3.2)
    return (np.arange(MOST + 1) * np.log(mean / (1 + mean)) - np.log(1 + mean)).astype(np.float32)


def fit(of: Drawn, *, epochs: int, seed: int) -> Arrays:
    """Train an estimator for one plane; return its whole numbers, by the names of ``tintype.codec.estimator``."""
    tf.keras.utils.set_random_seed(seed)
    net, rng, many = _Net(of.features.shape[1]), np.random.default_rng(seed), len(of.symbols)
    weight = weights(of)
    steps = epochs * (many // _BATCH)
    optimizer = tf.keras.optimizers.Adam(tf.keras.optimizers.schedules.CosineDecay(4e-3, steps, alpha=0.02))

    @tf.function  # type: ignore[untyped-decorator] # tensorflow has no types
    def train(features: Any, column: Any, log_step: Any, symbols: Any, weight: Any) -> Any:  # noqa: ANN401 -- tensors
        with tf.GradientTape() as tape:
            bits = net.bits(features, tf.cast(column, tf.int32), log_step, tf.cast(symbols, tf.int32))
            loss = tf.reduce_sum(weight * bits) / tf.reduce_sum(weight)
        dense = [tf.convert_to_tensor(gradient) for gradient in tape.gradient(loss, net.variables)]
        optimizer.apply_gradients(zip(dense, net.variables, strict=True))
        return loss

    for epoch in range(epochs):
        order, losses = rng.permutation(many), []
        for start in range(0, many - _BATCH + 1, _BATCH):
            these = np.sort(order[start : start + _BATCH])
            rows = (of.features, of.column, of.log_step, of.symbols, weight)
            losses.append(train(*(column[these] for column in rows)))
        print(f"epoch {epoch + 1}: {np.mean(losses):.4f} bits a coefficient", flush=True)  # noqa: T201 -- a log
    return net.whole()
