"""Fields of a request's JSON, of the type that the protocol gives them."""

from __future__ import annotations

from typing import Any, TypeVar

from tintype.errors import RequestError, shown

T = TypeVar("T")


def read(entry: dict[str, Any], key: str, kind: type[T], default: T | None = None) -> T:
    """Return a field; ``default`` where it is absent or null.

    Raises:
        RequestError: it has another type, or is absent and has no default.
    """
    value = entry.get(key)
    if value is None and default is not None:
        return default
    if type(value) is not kind:  # a bool is no int here
        raise RequestError(f'Expected "{key}" to be a JSON {_NAMES[kind]}, received {shown(value)}.')
    return value


def sizes(entry: dict[str, Any], name: str) -> tuple[int, ...]:
    """Return the shape of an input.

    Raises:
        RequestError: it is no list of whole numbers of at least 1.
    """
    shape: list[Any] = read(entry, "shape", list)
    if not all(type(size) is int and size > 0 for size in shape):
        raise RequestError(f"Expected the shape of {shown(name)} to be sizes of at least 1, received {shown(shape)}.")
    return tuple(shape)


_NAMES = {str: "string", list: "array", dict: "object", int: "whole number", bool: "true or false"}
