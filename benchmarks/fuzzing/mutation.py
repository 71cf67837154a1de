"""Damage: to bytes, and to JSON documents before they are written."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

INTERESTING = (b"\x00", b"\xff", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"\xff\xff\xff\xff", b"\x00" * 8)
"""Sizes and signs that go wrong more often than others."""

DEEP = "deep"
"""Stands for lists in lists, as deep as the parser just takes them: no writer of JSON makes those."""

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 255, 256, 2**31, 2**32, 2**63, -(2**63) - 1, 2**64, 10**400),
    *(0.5, -0.0, 1e39, 1e308, float("nan"), float("inf"), float("-inf")),
    *("", "x", "\x00", "\ud800", "\u202e\u2028", "😀é", "%s{}", "x" * 2000, "AAAA", "AA=A", "\r\nX-Evil: 1", DEEP),
    *([], [[]], [[], [1]], [None], [1, "1"], [[1], 2], {}, {"": 0}, {"b64": ""}, {"b64": "AAAA"}, {"b64": 1}),
)
"""Values for places where another kind stood."""


def damaged(random: Random, data: bytes, other: bytes = b"") -> bytes:
    """Return ``data`` with bits flipped, bytes replaced, a piece cut out, doubled or taken from ``other``."""
    if not data:
        return random.choice(INTERESTING)
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        data = random.choice(_WAYS)(random, data, random.randrange(len(data)), other) or b"\x00"
    return data


def _flip(random: Random, data: bytes, place: int, _: bytes) -> bytes:
    return data[:place] + bytes((data[place] ^ 1 << random.randrange(8),)) + data[place + 1 :]


def _replace(random: Random, data: bytes, place: int, _: bytes) -> bytes:
    value = random.choice(INTERESTING)
    return data[:place] + value + data[place + len(value) :]


def _insert(random: Random, data: bytes, place: int, _: bytes) -> bytes:
    return data[:place] + random.choice(INTERESTING) + data[place:]


def _truncate(_random: Random, data: bytes, place: int, _: bytes) -> bytes:
    return data[:place]


def _cut(random: Random, data: bytes, place: int, _: bytes) -> bytes:
    return data[:place] + data[place + random.randrange(64) :]


def _double(random: Random, data: bytes, place: int, _: bytes) -> bytes:
    end = place + random.randrange(64)
    return data[:end] + data[place:]


def _splice(random: Random, data: bytes, place: int, other: bytes) -> bytes:
    return data[:place] + other[random.randrange(len(other)) if other else 0 :]


_WAYS = (_flip, _flip, _flip, _replace, _replace, _insert, _truncate, _cut, _double, _splice)


def odd(random: Random) -> Any:
    """Return a value that hardly fits anywhere."""
    return deepcopy(random.choice(ODD))


def altered(random: Random, document: Any) -> Any:
    """Return a copy of a JSON document with one to three of its places changed."""
    document = json.loads(json.dumps(document))
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        holder = _somewhere(random, document)
        if holder is None:
            return odd(random)
        _change(random, holder)
    return document


def _somewhere(random: Random, document: Any) -> Any:
    """Return a list or an object of the document; None where it has none with anything in it."""
    if not (isinstance(document, dict | list) and document):
        return None
    while True:
        inside = [value for value in _values(document) if isinstance(value, dict | list) and value]
        if not inside or random.random() < 0.4:  # as often near the top as at the bottom
            return document
        document = random.choice(inside)


def _values(holder: Any) -> Any:
    return list(holder.values()) if isinstance(holder, dict) else holder[:8]


def _change(random: Random, holder: Any) -> None:
    key = random.choice(list(holder)) if isinstance(holder, dict) else random.randrange(len(holder))
    way = random.randrange(6)
    if way == 0:
        del holder[key]
    elif way == 1:
        holder[key] = [holder[key]]
    elif way == 2 and isinstance(holder, list):  # the number of a way
        holder.insert(key, holder[key])
    elif way == 2:  # the same
        holder[random.choice((f"{key}s", key.upper(), "", "parameters", "b64"))] = holder[key]
    else:
        holder[key] = odd(random)
