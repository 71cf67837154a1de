"""The training loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
from keras import ops

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from training.segmentation.samples import Batch

_EPOCH = 50  # steps between two lines of the log
_RATE = 3e-3


def loss(mask: Any, probabilities: Any) -> Any:  # noqa: ANN401 -- tensors
    """Return the mean of cross-entropy and one minus the soft Dice coefficient of the classes but the background.

    Dice after Milletari et al. 2016 (https://arxiv.org/abs/1606.04797), over the batch as a whole.

    Args:
        mask: (N, height, width), class indices.
        probabilities: (N, height, width, classes).
    """
    true = ops.one_hot(ops.cast(mask, "int32"), probabilities.shape[-1])
    entropy = -ops.mean(ops.sum(true * ops.log(ops.clip(probabilities, 1e-6, 1.0)), -1))
    both = ops.sum(true * probabilities, (0, 1, 2))[1:]
    sizes = ops.sum(true + probabilities, (0, 1, 2))[1:]
    return (entropy + 1 - ops.mean((2 * both + 1) / (sizes + 1))) / 2


def fit(build: Callable[[], Any], data: Iterator[Batch], *, steps: int, seed: int) -> Any:  # noqa: ANN401
    """Build a network and train it by Adam on a cosine schedule; return the ``keras.Model``."""
    keras.utils.set_random_seed(seed)
    model = build()
    schedule = keras.optimizers.schedules.CosineDecay(
        _RATE / 100, steps, alpha=0.01, warmup_target=_RATE, warmup_steps=min(50, steps // 10)
    )
    model.compile(keras.optimizers.Adam(schedule, clipnorm=1.0), loss, jit_compile=False)
    epochs = max(1, steps // _EPOCH)
    model.fit(data, epochs=epochs, steps_per_epoch=steps // epochs, verbose=2, shuffle=False)
    return model
