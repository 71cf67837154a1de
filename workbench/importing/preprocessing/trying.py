"""The usual ranges of numbers, tried on labelled images: which of them the model answers rightly in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.importing.conversion.measuring import to_array, truth
from workbench.importing.preprocessing.guess import Guess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tintype.images import Preprocessing
    from workbench.gate.examples import Example
    from workbench.importing.preprocessing.settling import Settled
    from workbench.importing.sources.original import Original

USUAL = (
    Guess((1.0,), (0.0,), "--scale 1 (0 to 255)"),
    Guess((1 / 255,), (0.0,), "--scale 1/255 (0 to 1)"),
    Guess((1 / 127.5,), (-1.0,), "--scale 1/127.5 --offset -1 (-1 to 1)"),
)
"""What each is called stands for the options that say it."""
MOST_IMAGES, LEAST_IMAGES = 60, 20
MUCH_BETTER = 0.2


class Tried(NamedTuple):
    """A range, and the share of images that the original answers rightly in it."""

    guess: Guess
    share: float


def try_usual(
    original: Original, examples: Sequence[Example], how: Preprocessing, labels: tuple[str, ...]
) -> list[Tried]:
    """Return the usual ranges, the best first; none on few images, or without labels, or for whole numbers.

    Raises:
        UnknownError: a label of the images is none of the model's.
    """
    some = [example for example in examples if example.label][:: max(1, len(examples) // MOST_IMAGES)]
    if len(some) < LEAST_IMAGES or how.dtype != "float32":
        return []
    tried = [Tried(guess, _share(original, some, how, guess, labels)) for guess in USUAL]
    return sorted(tried, key=lambda item: -item.share)


def doubt(
    original: Original, settled: Settled, examples: Sequence[Example], labels: tuple[str, ...], share: float
) -> str:
    """Return a warning where the original answers much better in another range than in that which was found, else "".

    Args:
        original: what was brought along.
        settled: its preprocessing as it was found out.
        examples: images.
        labels: the model's.
        share: of the images that the original answers rightly as it was settled.
    """
    tried = try_usual(original, examples, settled.how, labels)
    if not tried or tried[0].share < share + MUCH_BETTER:
        return ""
    return (
        f"the original answers {share:.0%} rightly as it was found out ({settled.why}), and about {tried[0].share:.0%} "
        f"with {tried[0].guess.why}"
    )


def _share(
    original: Original, examples: Sequence[Example], how: Preprocessing, guess: Guess, labels: tuple[str, ...]
) -> float:
    prepared = how._replace(scale=guess.scale, offset=guess.offset)
    right = [
        int(original.run(to_array(example.image, prepared)).argmax()) == truth(example, labels) for example in examples
    ]
    return sum(right) / len(right)
