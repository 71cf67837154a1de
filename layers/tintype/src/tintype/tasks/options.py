"""What a caller may say of an answer beside its media type, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BEST = 100
_LONGEST = 8  # characters of a number


def quality(options: Mapping[str, str]) -> int | None:
    """Return the option ``quality`` (1 to 100), that of JPEG and WebP, if there is one.

    Raises:
        OptionError: it is no such number.
    """
    text = options.get("quality")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_BEST)) and 1 <= int(text) <= _BEST):
        raise OptionError("quality", f"a whole number from 1 to {_BEST}", text)
    return int(text)


def chosen(options: Mapping[str, str], name: str, values: Sequence[str]) -> str:
    """Return an option that is one of some words, the first where nothing is said.

    Raises:
        OptionError: it is another one.
    """
    text = options.get(name, values[0])
    if text not in values:
        raise OptionError(name, f"one of {', '.join(values)}", text)
    return text


def number(options: Mapping[str, str], name: str, usual: float, most: float) -> float:
    """Return an option that is a number from 0 to ``most``.

    Raises:
        OptionError: it is no such number.
    """
    text = options.get(name)
    if text is None:
        return usual
    whole, _, part = text.partition(".")
    digits = whole + part
    if not (digits.isascii() and digits.isdigit() and len(text) <= _LONGEST and float(text) <= most):
        raise OptionError(name, f"a number from 0 to {most:g}", text)
    return float(text)
