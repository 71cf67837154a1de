"""Training itself: the same data, hyperparameters and machine give the same weights, interrupted or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf

from training.checkpoints import Checkpoint
from training.cluster import ALONE
from training.errors import JobInterruptedError
from training.interruption import Interruption
from training.learner import Learner, Totals
from training.schedule import learning_rate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tintype.images import Preprocessing
    from training.checkpoints import Checkpoints
    from training.cluster import Cluster
    from training.dataset import Dataset, Images, Split
    from training.hyperparameters import Hyperparameters
    from training.progress import Reporter

History = list[dict[str, float]]


class Fitted(NamedTuple):
    """A trained network.

    Attributes:
        model: the ``keras.Model``.
        history: each epoch's figures: loss, accuracy, learning rate, those of the validation.
        cam: explains its answers, see ``training.explaining.signature``; None: its gradients do.
        pretrained: ``origin``, ``sha256`` and ``licence`` of the weights that it started from; None: chance.
    """

    model: Any
    history: History
    cam: Any = None
    pretrained: dict[str, str] | None = None


def normalise(images: Images, how: Preprocessing) -> NDArray[np.float32]:
    """Scale pixels as serving does: float32 ``pixel * scale + offset`` per channel; same shape."""
    return images.astype(np.float32) * np.array(how.scale, np.float32) + np.array(how.offset, np.float32)


def fit(
    split: Split,
    settings: Hyperparameters,
    report: Reporter,
    checkpoints: Checkpoints | None = None,
    cluster: Cluster = ALONE,
    strategy: Any = None,  # noqa: ANN401 -- tensorflow has no types
    model: Any = None,  # noqa: ANN401 -- likewise keras
) -> Fitted:
    """Train a network, from the newest checkpoint if there is one.

    Args:
        split: what to learn from, and what to validate with.
        settings: the hyperparameters.
        report: is told of each step and epoch.
        checkpoints: where the state is kept after each epoch, and when the job is told to stop.
        cluster: the hosts that train together; each takes its part of every batch.
        strategy: what connects them, see ``training.strategy``.
        model: what is trained, see ``Learner``; by default the network of the settings.

    Raises:
        CheckpointError: the checkpoints are another job's.
        JobInterruptedError: SIGTERM came; the state is in the checkpoints.
    """
    keras.utils.set_random_seed(settings.seed)
    tf.config.experimental.enable_op_determinism()
    learner = Learner(settings, len(split.train.names), strategy, model)
    return _Training(learner, split, settings, report, checkpoints, cluster).run()


@dataclass
class _Training:
    learner: Learner
    split: Split
    settings: Hyperparameters
    report: Reporter
    checkpoints: Checkpoints | None
    cluster: Cluster
    step: int = 0
    sums: Totals = field(default_factory=Totals)  # of the epoch so far
    history: History = field(default_factory=list)
    best: list[NDArray[np.float32]] = field(default_factory=list)  # weights of the smallest validation loss

    def run(self) -> Fitted:
        self._restore()
        self.report.fit(self.settings.epochs, self._steps, self.step)
        with Interruption().watched() as interruption:
            while self.step < self._steps * self.settings.epochs and not self._impatient():
                self._epoch(interruption)
        self.learner.model.set_weights(self.best or self.learner.weights())
        return Fitted(self.learner.model, self.history)

    @property
    def _steps(self) -> int:
        return -(-len(self.split.train.labels) // self.settings.batch_size)

    def _epoch(self, interruption: Interruption) -> None:
        epoch, done = divmod(self.step, self._steps)
        order = np.random.default_rng((self.settings.seed, epoch)).permutation(len(self.split.train.labels))
        for batch in range(done, self._steps):
            self._batch(order[batch * self.settings.batch_size :][: self.settings.batch_size])
            self.report.step(epoch + 1, **self.sums.figures)
            if interruption.wanted and batch + 1 < self._steps:
                self._interrupted(epoch + 1)
        self._measure()
        self._save()
        self.report.epoch(epoch + 1, self.history[-1])  # what has been printed is safe
        if interruption.wanted:
            self._interrupted(epoch + 1)

    def _batch(self, chosen: NDArray[np.int64]) -> None:
        whole = len(chosen) // self.cluster.size * self.cluster.size  # every host the same number
        mine = chosen[:whole][self.cluster.rank :: self.cluster.size]
        train = self.split.train
        if whole:
            rate = learning_rate(self.settings, self.step, self._steps * self.settings.epochs)
            self.sums = self.sums.plus(
                self.learner.step(train.images[mine], train.labels[mine], self.step, rate, whole)
            )
        self.step += 1

    def _measure(self) -> None:
        rate = learning_rate(self.settings, self.step - 1, self._steps * self.settings.epochs)
        figures = {**self.sums.figures, "learning_rate": rate}
        if self.split.validation is not None:
            figures |= self._validate(self.split.validation)
        self.history.append(figures)
        self.sums = Totals()

    def _validate(self, data: Dataset) -> dict[str, float]:
        found = self.learner.measure(data.images, data.labels).figures
        earlier = [figures["validation_loss"] for figures in self.history]
        if self.settings.patience and found["loss"] < min(earlier, default=np.inf):
            self.best = self.learner.weights()
        return {f"validation_{name}": value for name, value in found.items()}

    def _impatient(self) -> bool:
        if not self.settings.patience or not self.history or self.step % self._steps:
            return False
        losses = [figures["validation_loss"] for figures in self.history]
        return len(losses) - 1 - int(np.argmin(losses)) >= self.settings.patience

    def _interrupted(self, epoch: int) -> None:
        self._save()
        raise JobInterruptedError(epoch, self.settings.epochs)

    def _save(self) -> None:
        if self.checkpoints is not None:
            best = {f"best-{index}": weight for index, weight in enumerate(self.best)}
            notes = {"history": self.history, "sums": self.sums}
            self.checkpoints.save(Checkpoint(self.step, {**self.learner.state(), **best}, notes))

    def _restore(self) -> None:
        found = self.checkpoints.newest() if self.checkpoints is not None else None
        if found is None:
            return
        self.learner.restore(found.arrays)
        self.step, self.history, self.sums = found.step, found.notes["history"], Totals(*found.notes["sums"])
        self.best = [found.arrays[f"best-{index}"] for index in range(sum("best-" in name for name in found.arrays))]
        self.report.stage(f"Going on from a checkpoint after {self.step:,} steps")
