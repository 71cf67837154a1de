"""The training loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras

from training.enhancement.patches import batches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from training.enhancement.kinds import Kind

_EPOCH = 250  # steps between two lines of the log


def fit(photographs: Sequence[Image], kind: Kind, *, steps: int, batch_size: int, seed: int) -> Any:  # noqa: ANN401
    """Train a network of this kind by Adam on a cosine schedule; return the ``keras.Model``."""
    keras.utils.set_random_seed(seed)
    model = kind.build()
    rate = keras.optimizers.schedules.CosineDecay(
        1e-5, steps, alpha=0.01, warmup_target=2e-3, warmup_steps=min(200, steps // 10)
    )
    model.compile(keras.optimizers.Adam(rate, clipnorm=1.0), kind.loss, jit_compile=False)
    epochs = max(1, steps // _EPOCH)
    data = batches(photographs, kind, batch_size, seed)
    model.fit(data, epochs=epochs, steps_per_epoch=steps // epochs, verbose=2, shuffle=False)
    return model
