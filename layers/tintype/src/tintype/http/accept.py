"""Which media type an answer gets: proactive negotiation by ``Accept`` (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import NotAcceptableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    Range = tuple[str, float]


def negotiate(header: str, offered: tuple[str, ...]) -> str:
    """Return the offered media type that the caller likes best; of equals the first.

    For each type the most specific range that fits decides, so that ``image/*, image/webp;q=0`` admits all images but
    WebP. Ranges' parameters other than ``q`` change nothing: what is offered has none. Ranges that cannot be read
    are overlooked, and a header of nothing else is no header.

    Args:
        header: the field's value; empty accepts everything.
        offered: media types in lower case, the usual one first.

    Raises:
        NotAcceptableError: none of them is accepted.
    """
    if header in ("", "*/*", offered[0]):  # nearly all callers
        return offered[0]
    ranges = list(_ranges(header))
    best = max(offered, key=lambda kind: _quality(kind, ranges))
    if ranges and not _quality(best, ranges):
        raise NotAcceptableError(header, offered)
    return best


def accepted(header: str, offered: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the offered media types that the caller accepts at all, in their order."""
    ranges = list(_ranges(header))
    return tuple(kind for kind in offered if not ranges or _quality(kind, ranges))


def _ranges(header: str) -> Iterator[Range]:
    from tintype.http.fields import members, parameters, weight  # only where there is a choice

    for member in members(header):
        kind, options = parameters(member)
        quality = weight(options.get("q", "1"))
        if quality is not None and kind.count("/") == 1 and all(kind.split("/")):
            yield kind, quality


def _quality(kind: str, ranges: list[Range]) -> float:
    main = kind.partition("/")[0]
    for wanted in (kind, f"{main}/*", "*/*"):
        weights = [quality for name, quality in ranges if name == wanted]
        if weights:
            return max(weights)
    return 0.0
