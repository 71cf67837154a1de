"""The values of header fields: lists, parameters and quoted strings (RFC 9110, section 5.6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_MEMBER = re.compile(rf"(?:{_QUOTED}|[^,\"]|\")+")
_PARAMETER = re.compile(rf";\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*({_QUOTED}|[^;]*)")
_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
_ESCAPED = re.compile(r"\\(.)")


def members(header: str) -> Iterator[str]:
    """Yield the members of a list; a comma in quotes separates nothing."""
    for match in _MEMBER.finditer(header):
        if member := match[0].strip():
            yield member


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """Return what stands before the first semicolon, in lower case, and the parameters by lower-case name."""
    first, semicolon, rest = value.partition(";")
    found = {name.lower(): _unquoted(text.strip()) for name, text in _PARAMETER.findall(semicolon + rest)}
    return first.strip().lower(), found


def weight(text: str) -> float | None:
    """Return a quality value (section 12.4.2); None for anything else."""
    return float(text) if _WEIGHT.fullmatch(text) else None


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return _ESCAPED.sub(r"\1", text[1:-1])
    return text
