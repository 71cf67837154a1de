"""One layer trained on the features of a frozen network; then, if wanted, the network's later half with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from training.efficientnet import weights
from training.errors import HyperparameterError
from training.fit import Fitted, fit
from training.transfer.extraction import Extractor
from training.transfer.features import places, pooled, unfreeze
from training.transfer.head import cam, head, join

if TYPE_CHECKING:
    from pathlib import Path

    from training.checkpoints import Checkpoints
    from training.dataset import Split
    from training.hyperparameters import Hyperparameters
    from training.progress import Reporter

FINE_TUNING_BATCH = 32
"""Images per step at most while convolutions learn: a step needs about 20 MB for each image of 128 x 128 pixels."""

_ONLY_MIRRORED = ("shift", "rotate", "zoom")


def transfer(
    split: Split,
    settings: Hyperparameters,
    report: Reporter,
    cache: Path,
    checkpoints: tuple[Checkpoints | None, Checkpoints | None] = (None, None),
) -> Fitted:
    """Train on what EfficientNet-Lite0 knows.

    Args:
        split: what to learn from, and what to validate with.
        settings: the hyperparameters; ``flip`` (horizontal) adds every training image's mirror image.
        report: is told of what happens.
        cache: the folder in which the features are kept, for a job that goes on after an interruption.
        checkpoints: of the layer and of fine-tuning; as for ``fit``.

    Raises:
        HyperparameterError: an augmentation that features cannot have, or an input that the network cannot take.
        WeightsError: the package of weights cannot be fetched.
    """
    _check(settings)
    seen = places(settings.preprocessing.shape[1:])
    features = pooled(seen)
    extractor = Extractor(features, settings.preprocessing, cache, report)
    found = extractor.split(split, mirrored=settings.flip == "horizontal")
    learnt = head(found.train.images, len(split.train.names))
    fitted = fit(found, settings, report, checkpoints[0], model=learnt)
    whole, history = join(features, learnt), fitted.history
    if settings.fine_tune_epochs:
        history = history + _fine_tune(split, settings, report, checkpoints[1], (seen, whole))
    return Fitted(whole, history, cam(seen, learnt), weights.FACTS)


def _check(settings: Hyperparameters) -> None:
    changes = any(getattr(settings, name) for name in _ONLY_MIRRORED) or settings.flip in {"vertical", "both"}
    if changes and not settings.fine_tune_epochs:
        raise HyperparameterError(
            "no augmentation but --flip horizontal for a frozen network",
            ", ".join(f"{name} {getattr(settings, name)}" for name in (*_ONLY_MIRRORED, "flip")),
            "Leave the others out, or let the network learn too: --fine-tune-epochs 3.",
        )


def _fine_tune(
    split: Split,
    settings: Hyperparameters,
    report: Reporter,
    checkpoints: Checkpoints | None,
    networks: tuple[Any, Any],
) -> list[dict[str, float]]:
    seen, whole = networks
    report.stage("Fine-tuning the network itself")
    unfreeze(seen)
    own = replace(
        settings,
        epochs=settings.fine_tune_epochs,
        learning_rate=settings.fine_tune_rate,
        batch_size=min(settings.batch_size, FINE_TUNING_BATCH),
    )
    return fit(split, own, report, checkpoints, model=whole).history
