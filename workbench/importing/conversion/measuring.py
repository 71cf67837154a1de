"""Every candidate beside the original, on the same images, through the code that serves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tintype.images import Preprocessing, decode, to_tensor
from workbench.importing.errors import MismatchError, UnknownError
from workbench.importing.options import TENSORFLOW

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.gate.examples import Example
    from workbench.importing.conversion.candidate import Candidate
    from workbench.importing.sources.original import Original, Values

TOLERANCES = {"float32": 1e-3, TENSORFLOW: 1e-3}
"""The largest difference of a probability: float32 sums in another order differ by about 1e-6."""
QUANTISED_TOLERANCE = 0.05
"""Of a file that was quantised before: another kernel rounds some values the other way."""


class Compared(NamedTuple):
    """What one candidate answered.

    Attributes:
        right: how many images it answers rightly, or as the original does where nobody knows the right answer.
        difference: the largest of a score from the original's.
        sure: the index of the image that is answered rightly with the highest score.
    """

    right: int
    difference: float
    sure: int


class Comparison(NamedTuple):
    """What was found on the images; ``original`` is how many the original answers rightly, None without labels."""

    images: int
    original: int | None
    candidates: dict[str, Compared]


def to_input(data: bytes, how: Preprocessing) -> bytes:
    """Return the bytes of the input that an image file becomes when it is served.

    Raises:
        ImageError: see ``tintype.images.decode``.
    """
    return to_tensor(decode(data, at_least=(how.width, how.height)).image, how)


def to_array(data: bytes, how: Preprocessing) -> Values:
    """Return the same as an array of shape (1, height, width, channels)."""
    return np.frombuffer(to_input(data, how), how.dtype).reshape(how.shape)


def compare(
    original: Original,
    candidates: Sequence[Candidate],
    examples: Sequence[Example],
    how: Preprocessing,
    labels: tuple[str, ...],
    *,
    softmax: bool,
    step: Callable[[], None],
) -> Comparison:
    """Ask the original and every candidate about every image.

    Raises:
        MismatchError: the first candidate is not what the original is.
        UnknownError: a label of the images is none of the model's.
    """
    truths = [truth(example, labels) for example in examples]
    tallies = {candidate.precision: _Tally() for candidate in candidates}
    of_original = 0
    for index, (example, known) in enumerate(zip(examples, truths, strict=True)):
        image = to_input(example.image, how)
        wanted = _original(original, image, how, softmax=softmax)
        right = int(wanted.argmax()) if known is None else known
        of_original += int(wanted.argmax()) == right
        for candidate in candidates:
            tallies[candidate.precision].add(index, candidate.run(image), wanted, right)
        step()
    found = {precision: Compared(*tally.figures()) for precision, tally in tallies.items()}
    _check(candidates[0].precision, found[candidates[0].precision])
    return Comparison(len(examples), None if truths[0] is None else of_original, found)


def needs_softmax(original: Original, examples: Sequence[Example], how: Preprocessing) -> bool:
    """Say whether the scores are logits: probabilities are never below 0 or above 1."""
    values = np.stack([original.run(to_array(example.image, how)) for example in examples])
    return bool(values.min() < -TOLERANCES["float32"] or values.max() > 1 + TOLERANCES["float32"])


class _Tally:
    def __init__(self) -> None:
        self._right, self._difference, self._sure, self._highest = 0, 0.0, 0, -1.0

    def add(self, index: int, scores: Values, wanted: Values, right: int) -> None:
        # A NaN must never look like a small difference.
        distance = float(np.abs(scores - wanted).max()) if scores.shape == wanted.shape else np.inf
        self._difference = max(self._difference, np.inf if np.isnan(distance) else distance)
        best = int(scores.argmax())
        self._right += best == right
        if best == right and float(scores[best]) > self._highest:
            self._sure, self._highest = index, float(scores[best])

    def figures(self) -> tuple[int, float, int]:
        return self._right, self._difference, self._sure


def truth(example: Example, labels: tuple[str, ...]) -> int | None:
    """Return the index of an image's label; None where it has none.

    Raises:
        UnknownError: it is none of the model's.
    """
    if not example.label:
        return None
    if example.label in labels:
        return labels.index(example.label)
    if example.label.isdecimal() and int(example.label) < len(labels):
        return int(example.label)  # idx files number them
    raise UnknownError(
        "the folders of --data to be named as the model's labels",
        repr(example.label),
        f"Rename it; the labels begin {', '.join(labels[:3])}.",
    )


def _original(original: Original, image: bytes, how: Preprocessing, *, softmax: bool) -> Values:
    values = original.run(np.frombuffer(image, how.dtype).reshape(how.shape))
    if not softmax:
        return values
    powers = np.exp(values - values.max())
    return np.asarray(powers / powers.sum(), np.float32)


def _check(precision: str, found: Compared) -> None:
    tolerance = TOLERANCES.get(precision, QUANTISED_TOLERANCE)
    if found.difference > tolerance:
        raise MismatchError(
            f"the converted file to answer as the original does, within {tolerance:g}",
            f"a difference of {found.difference:g}",
            "The conversion lost something, such as weights or a layer's settings: it is not published.",
        )
