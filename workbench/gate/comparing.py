"""Two versions, asked about the same images through the code that serves them."""

from __future__ import annotations

import statistics
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tintype.errors import InferenceError, RequestError
from tintype.serving.pipeline import predict
from tintype.settings import Settings
from tintype.statistics import mcnemar, wilson
from tintype.tasks import Parameters
from workbench.gate.errors import GateError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tintype.serving.model import Model
    from workbench.gate.examples import Example

_RESAMPLES = 10_000
_MAX_PIXELS = Settings("").max_pixels
_ONE = Parameters(1)
NO_ANSWER = "(no answer)"


class Side(NamedTuple):
    """One version's part.

    Attributes:
        version: its number.
        accuracy: the share of labelled images that it answers rightly; None where no image has a label.
        interval: of the accuracy, 95 % (Wilson).
        milliseconds: to decode and run an image, the median.
        size: of the model file, bytes.
    """

    version: int
    accuracy: float | None
    interval: tuple[float, float]
    milliseconds: float
    size: int


class Flip(NamedTuple):
    """An image to which the two versions give different labels; ``label`` is empty where nobody knows the right one."""

    example: str
    label: str
    current: str
    candidate: str


class Comparison(NamedTuple):
    """What was found; without a current version there is nothing but the candidate's own part.

    Attributes:
        images, labelled: how many were asked about, and how many of them have a label.
        candidate, current: each version's part.
        difference: of the accuracies, candidate less current.
        difference_interval: 95 %, by bootstrap over the images.
        p: exact two-sided p-value of McNemar's test.
        flips: the images whose label changes.
        latency_ratio: candidate to current, the median over images asked about one after the other.
    """

    images: int
    labelled: int
    candidate: Side
    current: Side | None
    difference: float | None = None
    difference_interval: tuple[float, float] = (0.0, 0.0)
    p: float = 1.0
    flips: tuple[Flip, ...] = ()
    latency_ratio: float = 1.0


class _Asked(NamedTuple):
    label: str
    seconds: float


def compare(
    candidate: Model, current: Model | None, examples: Sequence[Example], step: Callable[[], None] = lambda: None
) -> Comparison:
    """Ask both versions about each image, in turns, so that a busy machine is slow for both.

    Args:
        candidate: the new version.
        current: the live one, if any.
        examples: what to ask about.
        step: is called after each image.

    Raises:
        GateError: the model's task gives no labels.
    """
    models = [candidate, current] if current else [candidate]
    answers: list[list[_Asked]] = [[] for _ in models]
    for index, example in enumerate(examples):
        for which in sorted(range(len(models)), reverse=bool(index % 2)):
            answers[which].append(_ask(models[which], example))
        step()
    sides = [_side(model, examples, asked) for model, asked in zip(models, answers, strict=True)]
    labelled = sum(bool(example.label) for example in examples)
    if not current:
        return Comparison(len(examples), labelled, sides[0], None)
    return _paired(sides, answers, candidate, examples)


def right_label(label: str, model: Model) -> str:
    """Return a label as the model names it: idx files have numbers where a model may have names."""
    names = model.manifest.labels
    if label not in names and label.isdecimal() and int(label) < len(names):
        return names[int(label)]
    return label


def _ask(model: Model, example: Example) -> _Asked:
    started = perf_counter()
    try:
        document = predict(model, example.image, _ONE, _MAX_PIXELS).document
    except (RequestError, InferenceError):
        return _Asked(NO_ANSWER, perf_counter() - started)
    seconds = perf_counter() - started
    if "label" not in document:
        mend = "Promote it by --force after looking at its answers."
        raise GateError("a model whose answers are labels", f"the task {model.manifest.task!r}", mend)
    return _Asked(document["label"], seconds)


def _side(model: Model, examples: Sequence[Example], asked: list[_Asked]) -> Side:
    known = [right_label(e.label, model) == a.label for e, a in zip(examples, asked, strict=True) if e.label]
    milliseconds = statistics.median(a.seconds for a in asked) * 1000
    accuracy = sum(known) / len(known) if known else None
    manifest = model.manifest
    return Side(manifest.version, accuracy, wilson(sum(known), len(known)), milliseconds, manifest.files["model"].size)


def _paired(
    sides: list[Side], answers: list[list[_Asked]], candidate: Model, examples: Sequence[Example]
) -> Comparison:
    rows = list(zip(examples, *answers, strict=True))
    quotients = [new.seconds / old.seconds for _, new, old in rows]
    flips = tuple(Flip(e.name, e.label, old.label, new.label) for e, new, old in rows if new.label != old.label)
    truths = [(right_label(e.label, candidate), new.label, old.label) for e, new, old in rows if e.label]
    gained = sum(new == truth != old for truth, new, old in truths)
    lost = sum(old == truth != new for truth, new, old in truths)
    return Comparison(
        len(examples),
        len(truths),
        sides[0],
        sides[1],
        difference=(gained - lost) / len(truths) if truths else None,
        difference_interval=_bootstrap(gained, lost, len(truths)) if truths else (0.0, 0.0),
        p=mcnemar(gained, lost),
        flips=flips,
        latency_ratio=statistics.median(quotients),
    )


def _bootstrap(gained: int, lost: int, images: int) -> tuple[float, float]:
    """Resample the images: of each kind (gained, lost, the same) so many come as in a multinomial draw."""
    shares = np.array([gained, lost, images - gained - lost]) / images
    drawn = np.random.default_rng(0).multinomial(images, shares, _RESAMPLES)
    low, high = np.quantile((drawn[:, 0] - drawn[:, 1]) / images, [0.025, 0.975])
    return float(low), float(high)
