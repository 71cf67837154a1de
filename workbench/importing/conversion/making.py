"""Every precision that a source can be had in, loaded as it will be served."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import ModelFileError
from workbench.importing.conversion.candidate import Candidate
from workbench.importing.errors import NotConvertibleError
from workbench.importing.options import INT8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from workbench.importing.sources.original import Original, Values

    Tell = Callable[[str], None]

AS_IT_IS = "as it is"
"""The precision of a LiteRT file that was brought along: nobody can say how it was made."""


class Made(NamedTuple):
    """The candidates, the one that has to be as the original first, and why others could not be made."""

    candidates: list[Candidate]
    failed: dict[str, str]


def make(
    original: Original, precisions: Sequence[str], calibrating: Sequence[Values], *, softmax: bool, tell: Tell
) -> Made:
    """Convert to every precision that is asked for.

    Args:
        original: what was brought along.
        precisions: of ``workbench.importing.options.PRECISIONS``; the first has to be as the original.
        calibrating: inputs for the ranges of ``int8``.
        softmax: turn its logits into probabilities.
        tell: is told what begins.

    Raises:
        NotConvertibleError: not even float32 can be made, or be served.
    """
    if isinstance(original.source, bytes):
        return Made([_as_it_is(original.source, original.scores, softmax=softmax)], {})
    candidates, failed = [], {}
    for precision, file in _converted(original, precisions, calibrating, softmax=softmax, tell=tell):
        try:
            if isinstance(file, NotConvertibleError):
                raise file
            candidates.append(Candidate(precision, file))
        except (NotConvertibleError, ModelFileError) as error:
            if precision == precisions[0]:
                raise _unserved(error) from error
            failed[precision] = f"cannot be made: {error}"
    if not calibrating and INT8 in precisions:
        failed[INT8] = "needs --calibrate"
    return Made(candidates, failed)


def _converted(
    original: Original, precisions: Sequence[str], calibrating: Sequence[Values], *, softmax: bool, tell: Tell
) -> Iterator[tuple[str, bytes | NotConvertibleError]]:
    from workbench.importing.conversion.converting import Converter  # noqa: PLC0415 -- TensorFlow

    assert not isinstance(original.source, bytes)  # noqa: S101 -- the caller has looked
    converter = Converter(original.source, original.input, softmax=softmax)
    for precision in precisions:
        if precision == INT8 and not calibrating:
            continue
        tell(f"Converting to {precision}")
        try:
            yield precision, converter.convert(precision, calibrating)
        except NotConvertibleError as error:
            yield precision, error


def _as_it_is(file: bytes, scores: int, *, softmax: bool) -> Candidate:
    from workbench.importing.conversion.grafting import graft, needs_graft  # noqa: PLC0415 -- NumPy and the schema

    try:
        return Candidate(AS_IT_IS, graft(file, scores, softmax=softmax) if softmax or needs_graft(file) else file)
    except ModelFileError as error:
        raise _unserved(error) from error


def _unserved(error: NotConvertibleError | ModelFileError) -> NotConvertibleError:
    if isinstance(error, NotConvertibleError):
        return error
    return NotConvertibleError(
        "a file that Tintype's runtime loads", error.detail or str(error), "Convert it for LiteRT's own operators."
    )
