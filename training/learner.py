"""One step of learning: a batch's gradients, the optimiser, the moving average of the weights."""

from __future__ import annotations

from contextlib import contextmanager
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf

from training import networks
from training.augmentation import Augmentation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from training.dataset import Images, Labels
    from training.hyperparameters import Hyperparameters

Tensor = Any  # tensorflow and keras have no types
Arrays = dict[str, "NDArray[Any]"]

_NOT_DECAYED = ["bias", "gamma", "beta"]


class Totals(NamedTuple):
    """Sums over images, which add up over steps and hosts: cross-entropy in nats, right answers, images."""

    loss: float = 0.0
    right: float = 0.0
    images: int = 0

    def plus(self, other: Totals) -> Totals:
        """Return the sums over both."""
        return Totals(self.loss + other.loss, self.right + other.right, self.images + other.images)

    @property
    def figures(self) -> dict[str, float]:
        """The means: ``loss`` and ``accuracy``."""
        return {"loss": self.loss / max(1, self.images), "accuracy": self.right / max(1, self.images)}


class Learner:
    """A network while it learns.

    Args:
        settings: the hyperparameters.
        classes: how many labels.
        strategy: ``tf.distribute`` strategy of several hosts, whose gradients are summed; None: this host alone.
        model: what learns, from images or, if its input is (N, features), from features, float16; None: the settings'
            network, from images.

    Attributes:
        model: the ``keras.Model``.
    """

    def __init__(self, settings: Hyperparameters, classes: int, strategy: Tensor = None, model: Tensor = None) -> None:
        shape = model.input_shape[1:] if model else settings.preprocessing.shape[1:]
        self._settings, self._classes, self._strategy = settings, classes, strategy
        featured = len(shape) == 1
        self._prepare = _features if featured else self._pixels
        self._augment = Augmentation(settings)
        self.model = model or networks.build(settings.network, shape, classes)
        self._optimizer = keras.optimizers.Adam(settings.learning_rate, weight_decay=settings.weight_decay or None)
        self._optimizer.exclude_from_weight_decay(var_names=_NOT_DECAYED)
        self._optimizer.build(self.model.trainable_variables)
        self._averages = [tf.Variable(weight.value) for weight in self.model.weights] if settings.averaging else []
        images = tf.TensorSpec([None, *shape], tf.float16 if featured else tf.uint8)
        labels, scalar = tf.TensorSpec([None], tf.int64), tf.TensorSpec([], tf.int32)
        self._step = tf.function(self._learn, input_signature=[images, labels, scalar, scalar])
        self._test = tf.function(self._measure, input_signature=[images, labels])

    def step(self, images: Images, labels: Labels, number: int, rate: float, whole: int) -> Totals:
        """Learn from one batch.

        Args:
            images: uint8, (N, height, width, channels): this host's part.
            labels: int64, (N,).
            number: of the step, from 0; it decides the augmentation.
            rate: the learning rate.
            whole: how many images the batch has on all hosts together.

        Returns:
            The sums over the whole batch, before the step.
        """
        self._optimizer.learning_rate.assign(rate)
        loss, right = self._step(images, labels, number, whole)
        return Totals(float(loss), float(right), whole)

    def measure(self, images: Images, labels: Labels, batch: int = 500) -> Totals:
        """Return the sums over images that are only looked at, with the averaged weights where there are any."""
        total = Totals()
        with self.averaged():
            for start in range(0, len(labels), batch):
                part = slice(start, start + batch)
                loss, right = self._test(images[part], labels[part])
                total = total.plus(Totals(float(loss), float(right), len(labels[part])))
        return total

    @contextmanager
    def averaged(self) -> Iterator[None]:
        """Let the model have the averaged weights; without averaging nothing changes."""
        own = self.model.get_weights()
        if self._averages:
            self.model.set_weights([average.numpy() for average in self._averages])
        yield
        self.model.set_weights(own)

    def weights(self) -> list[NDArray[np.float32]]:
        """Return a copy of the weights that the model would be served with now."""
        with self.averaged():
            return [np.array(weight) for weight in self.model.get_weights()]

    def state(self) -> Arrays:
        """Return everything that the next step depends on."""
        return {name: variable.numpy() for name, variable in self._variables().items()}

    def restore(self, arrays: Arrays) -> None:
        """Go back to a state.

        Raises:
            KeyError: something is missing.
            ValueError: something is of another shape.
        """
        for name, variable in self._variables().items():
            variable.assign(arrays[name])

    def _variables(self) -> dict[str, Tensor]:
        groups = {"model": self.model.variables, "optimizer": self._optimizer.variables, "average": self._averages}
        return {
            f"{group}-{index}": getattr(variable, "value", variable) if group != "average" else variable
            for group, variables in groups.items()
            for index, variable in enumerate(variables)
        }

    def _learn(self, images: Tensor, labels: Tensor, number: Tensor, whole: Tensor) -> tuple[Tensor, Tensor]:
        if self._strategy:
            gradients, loss, right, statistics = self._strategy.run(self._gradients, (images, labels, number, whole))
            for variable, mean in zip(self.model.non_trainable_weights, statistics, strict=True):
                variable.assign(mean)
        else:
            gradients, loss, right, _ = self._gradients(images, labels, number, whole)
        self._optimizer.apply(gradients, self.model.trainable_variables)
        self._average(number)
        return loss, right

    def _gradients(self, images: Tensor, labels: Tensor, number: Tensor, whole: Tensor) -> tuple[Tensor, ...]:
        inputs = self._prepare(images, number)
        with tf.GradientTape() as tape:
            probabilities = self.model(inputs, training=True)
            loss = tf.reduce_sum(self._loss(labels, probabilities))
            mean = loss / tf.cast(whole, tf.float32)
        gradients = tape.gradient(mean, [variable.value for variable in self.model.trainable_variables])
        statistics = [variable.value for variable in self.model.non_trainable_weights]
        right = _right(labels, probabilities)
        if self._strategy:
            loss, right, *sums = self._over_hosts([loss, right, *gradients, *statistics])
            gradients = sums[: len(gradients)]
            statistics = [total / self._strategy.num_replicas_in_sync for total in sums[len(gradients) :]]
        return gradients, loss, right, statistics

    def _over_hosts(self, values: list[Tensor]) -> list[Tensor]:
        # One message for everything, on a named device: the strategy reduces nothing that has none.
        with tf.device(self._strategy.extended.worker_devices[0]):
            packed = tf.concat([tf.reshape(value, [-1]) for value in values], 0)
        total = tf.distribute.get_replica_context().all_reduce(tf.distribute.ReduceOp.SUM, packed)
        weights = [*self.model.trainable_weights, *self.model.non_trainable_weights]
        shapes = [(), (), *(weight.shape for weight in weights)]  # of the gradients too, of which some know none
        parts = tf.split(total, [prod(shape) for shape in shapes])
        return [tf.reshape(part, shape) for part, shape in zip(parts, shapes, strict=True)]

    def _measure(self, images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        probabilities = self.model(self._prepare(images), training=False)
        loss = keras.losses.sparse_categorical_crossentropy(labels, probabilities)
        return tf.reduce_sum(loss), _right(labels, probabilities)

    def _pixels(self, images: Tensor, number: Tensor = None) -> Tensor:
        how = self._settings.preprocessing
        scaled = tf.cast(images, tf.float32) * how.scale + how.offset
        return scaled if number is None else self._augment(scaled, number)

    def _loss(self, labels: Tensor, probabilities: Tensor) -> Tensor:
        truth = tf.one_hot(labels, self._classes)
        return keras.losses.categorical_crossentropy(
            truth, probabilities, label_smoothing=self._settings.label_smoothing
        )

    def _average(self, number: Tensor) -> None:
        seen = tf.cast(number, tf.float32)
        decay = tf.minimum(self._settings.averaging, (1 + seen) / (10 + seen))  # follow the first, wild steps closely
        for average, weight in zip(self._averages, self.model.weights, strict=bool(self._averages)):
            average.assign(average * decay + weight.value * (1 - decay))


def _right(labels: Tensor, probabilities: Tensor) -> Tensor:
    return tf.reduce_sum(tf.cast(tf.argmax(probabilities, 1) == labels, tf.float32))


def _features(features: Tensor, _number: Tensor = None) -> Tensor:
    return tf.cast(features, tf.float32)
