"""One preprocessing out of what was said, what was found, and what the input's type implies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tintype.images import Preprocessing
from workbench.importing.errors import InterfaceError, UnknownError
from workbench.importing.preprocessing.guess import Guess

if TYPE_CHECKING:
    from workbench.importing.options import Options
    from workbench.importing.sources.original import Original

_MODES, _RESIZES = ("L", "RGB", "BGR"), ("stretch", "fit", "crop")
_LEAST = {"uint8": 0, "int8": -128}


class Settled(NamedTuple):
    """How an image becomes the input, and how that was found out."""

    how: Preprocessing
    why: str


def settle(original: Original, options: Options) -> Settled:
    """Decide on the preprocessing: what the owner says counts most, then what the model says.

    Raises:
        UnknownError: neither says it; the message names the options.
        InterfaceError: an option contradicts the model.
    """
    guess = _said(options) or next(iter(original.guesses), None) or _by_dtype(original)
    if guess is None:
        raise UnknownError(
            "--scale and --offset, for the model does not say what range of numbers it takes",
            "none",
            "Pixels 0 to 255: --scale 1; 0 to 1: --scale 1/255; -1 to 1: --scale 1/127.5 --offset -1.",
        )
    taken = original.input
    if taken.dtype not in {"float32", *_LEAST}:
        raise InterfaceError("an input of float32, uint8 or int8", taken.dtype, "Export it so.")
    scale, offset = _quantised(guess, original)
    how = Preprocessing(
        taken.width,
        taken.height,
        _mode(original, options, guess),
        taken.dtype,
        scale,
        offset,
        _one_of(options.resize or _RESIZES[0], _RESIZES, "--resize"),
        options.background,
    )
    return Settled(how, guess.why)


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
