"""The post-filter's training loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
import numpy as np
import tensorflow as tf

from training.compression.network import postfilter
from training.compression.pairs import batches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.compression.pairs import Pair

_BATCH = 8
_LOG = 100  # steps between two lines of the log


def fit(of: Sequence[Pair], *, steps: int, seed: int) -> Any:  # noqa: ANN401 -- keras has no types
    """Train the post-filter by Adam on a cosine schedule; return the ``keras.Model``.

    The loss is the mean squared error by the step, with which it grows about: so all qualities count.
    """
    keras.utils.set_random_seed(seed)
    model = postfilter()
    rate = keras.optimizers.schedules.CosineDecay(
        1e-5, steps, alpha=0.01, warmup_target=7e-4, warmup_steps=min(100, steps // 10)
    )
    optimizer = keras.optimizers.Adam(rate, clipnorm=1.0)

    @tf.function  # type: ignore[untyped-decorator] # tensorflow has no types
    def train(coded: Any, step: Any, good: Any) -> Any:  # noqa: ANN401 -- tensors
        with tf.GradientTape() as tape:
            after = _loss(model([coded, step], training=True), good, step)
        gradients = tape.gradient(after, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return _loss(coded, good, step), after

    losses = []
    for index, ((coded, step), good) in zip(range(1, steps + 1), batches(of, _BATCH, seed), strict=False):
        losses.append([loss.numpy() for loss in train(coded, step, good)])
        if index % _LOG == 0 or index == steps:
            before, after = np.mean(losses, 0)
            print(f"step {index}: {10 * np.log10(before / after):.3f} dB gained", flush=True)  # noqa: T201 -- a log
            losses = []
    return model


def _loss(image: Any, good: Any, step: Any) -> Any:  # noqa: ANN401 -- tensors
    return tf.reduce_mean(tf.reduce_mean(tf.square(image - good), (1, 2, 3)) * (255.0**2 / step[:, 0]))
