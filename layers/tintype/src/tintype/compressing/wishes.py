"""What a caller may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tintype.compressing.formats import FORMATS
from tintype.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Mapping

BEST_QUALITY = 100
_DIGITS = 9  # of the most bytes
_PSNR = (10.0, 60.0)
_NAMES = {kind.partition("/")[2]: kind for kind in FORMATS}


class Wishes(NamedTuple):
    """The goal, and the formats that may take part.

    Attributes:
        formats: media types, of which the smallest file at equal quality is wanted.
        quality: 1 to 100: the format's own where it is named, else that of JPEG, which the others have to reach.
        psnr: dB that are wanted instead; None for ``quality``.
        most_bytes: what the file may have at most; None for no limit.
        named: whether the caller named the one format.
    """

    formats: tuple[str, ...]
    quality: int = 80
    psnr: float | None = None
    most_bytes: int | None = None
    named: bool = False


def read(query: Mapping[str, str], accepted: tuple[str, ...]) -> Wishes:
    """Return the wishes in a query's ``format``, ``quality``, ``psnr`` and ``bytes``.

    Args:
        query: the parameters by name; others are passed over.
        accepted: the formats that may take part where none is named.

    Raises:
        OptionError: one has a value that it cannot have.
    """
    if "psnr" in query and "quality" in query:
        raise OptionError("quality", "left out where psnr is given", query["quality"])
    wishes = Wishes(accepted)
    if "format" in query:
        wishes = wishes._replace(formats=(_format(query["format"]),), named=True)
    if "quality" in query:
        wishes = wishes._replace(quality=_whole("quality", query["quality"], BEST_QUALITY))
    if "psnr" in query:
        wishes = wishes._replace(psnr=_decibels(query["psnr"]))
    if "bytes" in query:
        wishes = wishes._replace(most_bytes=_whole("bytes", query["bytes"], 10**_DIGITS - 1))
    return wishes


def _format(text: str) -> str:
    if text not in _NAMES:
        raise OptionError("format", f"one of {', '.join(_NAMES)}", text)
    return _NAMES[text]


def _whole(name: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS and 1 <= int(text) <= most):
        raise OptionError(name, f"a whole number from 1 to {most}", text)
    return int(text)


def _decibels(text: str) -> float:
    low, high = _PSNR
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not low <= value <= high:  # which no number that is none is, either
        raise OptionError("psnr", f"a number of dB from {low:g} to {high:g}", text)
    return value
