from __future__ import annotations

import os
import signal
from dataclasses import replace

import numpy as np
import pytest

from training.checkpoints import Checkpoints
from training.dataset import Split
from training.errors import JobInterruptedError
from training.hyperparameters import Hyperparameters
from training.progress import Lines

pytestmark = pytest.mark.slow  # TensorFlow takes seconds to import

SETTINGS = Hyperparameters(
    network="residual",
    schedule="cosine",
    epochs=2,
    batch_size=48,
    averaging=0.9,
    weight_decay=0.01,
    label_smoothing=0.1,
    shift=0.1,
    rotate=10,
    zoom=0.1,
)


@pytest.fixture(scope="module")
def small(mnist):
    return Split(mnist.train.first(256), mnist.test.first(64), mnist.test.first(128))


class StopAt(Lines):
    """Sends SIGTERM to this process in the given step of an epoch, as a host does that is taken away."""

    def __init__(self, epoch: int, step: int) -> None:
        super().__init__()
        self._when, self._seen = (epoch, step), 0

    def step(self, epoch: int, **_figures: float) -> None:
        """Count, and send it."""
        self._seen = self._seen + 1 if epoch == self._when[0] else 0
        if (epoch, self._seen) == self._when:
            os.kill(os.getpid(), signal.SIGTERM)


def fitted(split, settings, checkpoints=None, report=None):
    from training.fit import fit  # noqa: PLC0415

    return fit(split, settings, report or Lines(), checkpoints)


def weights(found) -> bytes:
    return b"".join(weight.tobytes() for weight in found.model.get_weights())


def test_same_seed_same_weights(small):
    """The same data and seed give the same weights, bit by bit, with everything random in it; another seed others."""
    first, again, other = (fitted(small, replace(SETTINGS, seed=seed)) for seed in (1, 1, 2))
    assert weights(first) == weights(again) != weights(other)
    assert first.history == again.history


@pytest.mark.parametrize(("epoch", "step"), [(1, 2), (2, 3), (1, 6)], ids=["first", "second", "between"])
def test_interrupted_training_goes_on(small, tmp_path, epoch, step):
    """After SIGTERM in any step, training goes on to the very weights and figures of one that was never interrupted."""
    kept = Checkpoints(tmp_path, {"seed": 0})
    with pytest.raises(JobInterruptedError, match=f"SIGTERM in epoch {epoch}"):
        fitted(small, SETTINGS, kept, StopAt(epoch, step))
    resumed, whole = fitted(small, SETTINGS, kept), fitted(small, SETTINGS)
    assert weights(resumed) == weights(whole)
    assert resumed.history == whole.history


def test_finished_training_is_not_done_again(small, tmp_path, capsys):
    """A job that is started once more after its last epoch has its weights from the checkpoint."""
    kept = Checkpoints(tmp_path, {})
    first = fitted(small, SETTINGS, kept)
    capsys.readouterr()
    assert weights(fitted(small, SETTINGS, kept)) == weights(first)
    assert "epoch=" not in capsys.readouterr().out


def test_early_stopping_keeps_the_best(small, tmp_path):
    """Training stops when the validation loss has not fallen for so many epochs, and keeps the best epoch's weights."""
    settings = Hyperparameters(epochs=40, batch_size=64, patience=2, learning_rate=0.02)
    kept = Checkpoints(tmp_path, {})
    found = fitted(small, settings, kept)
    losses = [figures["validation_loss"] for figures in found.history]
    best = int(np.argmin(losses)) + 1
    assert len(losses) == best + 2 < 40
    shorter = fitted(small, replace(settings, epochs=best))
    assert weights(found) == weights(shorter) == weights(fitted(small, settings, kept))
