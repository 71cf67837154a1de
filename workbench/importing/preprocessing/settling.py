"""One preprocessing out of what was said, what was found, and what the input's type implies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tintype.images import Preprocessing
from workbench.importing.errors import InterfaceError, UnknownError
from workbench.importing.preprocessing.guess import Guess
from workbench.importing.preprocessing.trying import Tried, try_usual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.gate.examples import Example
    from workbench.importing.options import Options
    from workbench.importing.sources.original import Original

_MODES, _RESIZES = ("L", "RGB", "BGR"), ("stretch", "fit", "crop")
_LEAST = {"uint8": 0, "int8": -128}


class Settled(NamedTuple):
    """How an image becomes the input, and how that was found out."""

    how: Preprocessing
    why: str


def settle(
    original: Original, options: Options, examples: Sequence[Example] = (), labels: tuple[str, ...] = ()
) -> Settled:
    """Decide on the preprocessing: what the owner says counts most, then what the model says.

    Args:
        original: what was brought along.
        options: what its owner says.
        examples: the usual ranges are tried on them, to say which fits where nobody knows.
        labels: the model's.

    Raises:
        UnknownError: nobody says it; the message names the options.
        InterfaceError: an option contradicts the model.
    """
    if original.input.dtype not in {"float32", *_LEAST}:
        raise InterfaceError("an input of float32, uint8 or int8", original.input.dtype, "Export it so.")
    guess = _said(options) or next(iter(original.guesses), None) or _by_dtype(original)
    if guess is None:
        how = _preprocessing(original, options, Guess((1.0,), (0.0,), ""))
        raise UnknownError(
            "--scale and --offset, for the model does not say what range of numbers it takes",
            "none",
            _advice(try_usual(original, examples, how, labels)),
        )
    return Settled(_preprocessing(original, options, guess), guess.why)


def _advice(tried: list[Tried]) -> str:
    if tried and tried[0].share > tried[1].share:
        return f"Of the usual ones, {tried[0].guess.why} answers most of --data rightly: {tried[0].share:.0%}."
    return "Pixels 0 to 255: --scale 1; 0 to 1: --scale 1/255; -1 to 1: --scale 1/127.5 --offset -1."


def _preprocessing(original: Original, options: Options, guess: Guess) -> Preprocessing:
    taken = original.input
    scale, offset = _quantised(guess, original)
    return Preprocessing(
        taken.width,
        taken.height,
        _mode(original, options, guess),
        taken.dtype,
        scale,
        offset,
        _one_of(options.resize or _RESIZES[0], _RESIZES, "--resize"),
        options.background,
    )


def _said(options: Options) -> Guess | None:
    if not options.scale and not options.offset:
        return None
    return Guess(options.scale or (1.0,), options.offset or (0.0,), "--scale and --offset")


def _by_dtype(original: Original) -> Guess | None:
    """Quantised inputs, and whole numbers, take the pixels themselves: 0 is their least number."""
    least = _LEAST.get(original.input.dtype)
    if least is None:
        return None
    why = f"an input of {original.input.dtype} takes pixels as they are"
    if original.quantum is None:
        return Guess((1.0,), (float(least),), why)
    quantum, zero = original.quantum
    return Guess((quantum,), ((least - zero) * quantum,), why)


def _quantised(guess: Guess, original: Original) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return scale and offset of the tensor's own numbers: number = value / quantum + zero point."""
    quantum, zero = original.quantum or (1.0, 0)
    return tuple(s / quantum for s in guess.scale), tuple(o / quantum + zero for o in guess.offset)


def _mode(original: Original, options: Options, guess: Guess) -> str:
    grey = original.input.channels == 1
    mode = _one_of(options.mode or guess.mode or ("L" if grey else "RGB"), _MODES, "--mode")
    if (mode == "L") != grey:
        raise InterfaceError(
            f"--mode {'L' if grey else 'RGB or BGR'} for {original.input.channels} channels", mode, "Leave it out."
        )
    return mode


def _one_of(value: str, known: tuple[str, ...], option: str) -> str:
    if value not in known:
        raise UnknownError(f"{option} to be {', '.join(known[:-1])} or {known[-1]}", repr(value), "Choose one of them.")
    return value
