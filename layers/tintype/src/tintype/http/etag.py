"""Strong entity tags, and the callers that have an answer already (RFC 9110, sections 8.8.3 and 13.1.2)."""

from __future__ import annotations

from hashlib import sha256

_DIGITS = 32  # of the hash, in hexadecimal: 128 bits


def entity_tag(body: str) -> str:
    """Return the strong tag of a body: the same bytes, the same tag, in every container."""
    return f'"{sha256(body.encode(errors="surrogatepass")).hexdigest()[:_DIGITS]}"'


def matches(if_none_match: str, tag: str) -> bool:
    """Say whether a field's value names ``tag`` or is ``*``; compared weakly, so that ``W/`` changes nothing.

    Our tags have no comma, so that a list needs no parser: what another server's tag would be cut into is none of ours.
    """
    if if_none_match.strip() == "*":
        return True
    return tag in (member.strip().removeprefix("W/") for member in if_none_match.split(","))
