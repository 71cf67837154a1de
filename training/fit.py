"""Training itself: the same data, hyperparameters and machine give the same weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
import numpy as np
import tensorflow as tf

from training.network import seed_cnn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tintype.images import Preprocessing
    from training.dataset import Dataset, Images
    from training.hyperparameters import Hyperparameters
    from training.progress import Reporter


def normalise(images: Images, how: Preprocessing) -> NDArray[np.float32]:
    """Scale pixels as serving does: float32 ``pixel * scale + offset`` per channel; same shape."""
    return images.astype(np.float32) * np.array(how.scale, np.float32) + np.array(how.offset, np.float32)


def fit(data: Dataset, settings: Hyperparameters, report: Reporter) -> tuple[Any, list[dict[str, float]]]:
    """Train the seed CNN.

    Args:
        data: what to learn.
        settings: epochs, batch size, learning rate, seed.
        report: is told of each step and epoch.

    Returns:
        The trained ``keras.Model``, and each epoch's loss and accuracy on the training images.
    """
    keras.utils.set_random_seed(settings.seed)
    tf.config.experimental.enable_op_determinism()
    model = seed_cnn(settings.preprocessing.shape[1:], len(data.names), settings.learning_rate)
    report.fit(settings.epochs, -(-len(data.images) // settings.batch_size))
    history = model.fit(
        normalise(data.images, settings.preprocessing),
        data.labels,
        batch_size=settings.batch_size,
        epochs=settings.epochs,
        verbose=0,
        callbacks=[_callback(report)],
    ).history
    epochs = zip(history["loss"], history["accuracy"], strict=True)
    return model, [{"loss": float(loss), "accuracy": float(accuracy)} for loss, accuracy in epochs]


def _callback(report: Reporter) -> Any:  # noqa: ANN401 -- keras has no types
    current = 1

    def begin(epoch: int, _logs: object) -> None:
        nonlocal current
        current = epoch + 1

    def step(_batch: int, logs: dict[str, float]) -> None:
        report.step(current, logs["loss"], logs["accuracy"])

    def end(epoch: int, logs: dict[str, float]) -> None:
        report.epoch(epoch + 1, logs["loss"], logs["accuracy"])

    return keras.callbacks.LambdaCallback(on_epoch_begin=begin, on_train_batch_end=step, on_epoch_end=end)
